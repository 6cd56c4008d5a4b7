import { Button } from "@pigeonhole/ui/elements/button.tsx";
import type { Words } from "../texts/words.ts";
import { Sheet } from "./sheet.tsx";

type WarningSheetProps = {
  readonly words: Words;
  readonly secondsLeft: number;
  readonly onMoreTime: () => void;
  /** Null when the person cannot end the visit here. */
  readonly onDone: (() => void) | null;
};

/** The screen is about to start over; one press keeps it. */
export function WarningSheet({ words, secondsLeft, onMoreTime, onDone }: WarningSheetProps) {
  const { say } = words;
  return (
    <Sheet title={say("warn.title")} role="alertdialog" onClose={onMoreTime}>
      <p>{say("warn.body", { seconds: secondsLeft })}</p>
      <Button tone="main" onClick={onMoreTime}>
        {say("warn.more_time")}
      </Button>
      {onDone !== null && <Button onClick={onDone}>{say("warn.done")}</Button>}
    </Sheet>
  );
}
