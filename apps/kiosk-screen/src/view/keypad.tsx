import { Button } from "@pigeonhole/ui/elements/button.tsx";
import { CodeGroups } from "@pigeonhole/ui/elements/code-groups.tsx";
import type { Words } from "../texts/words.ts";

type KeypadProps = {
  readonly words: Words;
  readonly entry: string;
  readonly codeDigits: number;
  readonly isClosed: boolean;
  /** Puts a keypad away that was asked for; null where it belongs to the screen. */
  readonly onBack: (() => void) | null;
  readonly onDigit: (digit: string) => void;
  readonly onErase: () => void;
  readonly onSubmit: () => void;
};

const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

/** The digits of a code; the keys stand as on a telephone. */
export function Keypad(props: KeypadProps) {
  const { entry, isClosed, words } = props;
  const isEmpty = entry === "";
  return (
    <section className="keypad" aria-label={words.say("keypad.group")}>
      <div className="keypad-line">
        {props.onBack !== null && (
          <Button className="keypad-back" onClick={props.onBack}>
            {words.say("keypad.back")}
          </Button>
        )}
        <p className="keypad-entry">
          <CodeGroups code={entry} places={props.codeDigits} label={words.say("keypad.label")} />
        </p>
      </div>
      <div className="keypad-keys">
        {digits.map((digit) => (
          <Button
            key={digit}
            className={digit === "0" ? "keypad-key keypad-nought" : "keypad-key"}
            disabled={isClosed}
            onClick={() => props.onDigit(digit)}
          >
            {digit}
          </Button>
        ))}
        <Button
          className="keypad-key keypad-word keypad-erase"
          disabled={isClosed || isEmpty}
          onClick={props.onErase}
        >
          {words.say("keypad.erase")}
        </Button>
        <Button
          tone="main"
          className="keypad-key keypad-word keypad-submit"
          disabled={isClosed || isEmpty}
          onClick={props.onSubmit}
        >
          {words.say("keypad.submit")}
        </Button>
      </div>
    </section>
  );
}
