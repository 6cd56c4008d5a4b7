import { Button } from "@pigeonhole/ui/elements/button.tsx";
import { useMutation } from "@tanstack/react-query";
import type { SubmitEvent } from "react";
import { useState } from "react";
import { useWords } from "../languages/words.tsx";
import type { PageDeps } from "../live/page-deps.ts";
import { FailureNote, StatusNote } from "../parts/action-feedback.tsx";
import { Card } from "../parts/card.tsx";
import { TextField } from "../parts/text-field.tsx";
import type { OpeningOutcome } from "./open-door.ts";
import { openDoor, presenceDigits } from "./open-door.ts";

type OpeningCardProps = { readonly deps: PageDeps; readonly doorLabel: string | null };

/** Opens the door from the phone of somebody who proves to stand before the locker. */
export function OpeningCard({ deps, doorLabel }: OpeningCardProps) {
  const { say } = useWords();
  const asking = useMutation({
    mutationFn: (digits: string) => openDoor(deps, digits),
    networkMode: "always",
    retry: false,
  });
  return (
    <Card id="opening" title={say("opening.title")}>
      {asking.data?.kind === "opened" ? (
        <OpenedNote doorLabel={doorLabel} />
      ) : (
        <>
          <p>{say("opening.text")}</p>
          <OpeningForm isAsking={asking.isPending} onDigits={asking.mutate} />
          <OpeningFeedback isAsking={asking.isPending} outcome={asking.data} error={asking.error} />
        </>
      )}
    </Card>
  );
}

function OpenedNote({ doorLabel }: Pick<OpeningCardProps, "doorLabel">) {
  const { say } = useWords();
  return (
    <p className="note note-good" role="status">
      <span className="note-sign" aria-hidden="true">
        ✓
      </span>
      <strong>
        {doorLabel === null
          ? say("opening.opened")
          : say("opening.openedDoor", { door: doorLabel })}
      </strong>
    </p>
  );
}

type OpeningFormProps = {
  readonly isAsking: boolean;
  readonly onDigits: (digits: string) => void;
};

function OpeningForm({ isAsking, onDigits }: OpeningFormProps) {
  const { say } = useWords();
  const [typed, setTyped] = useState("");
  const [isIncomplete, setIsIncomplete] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const digits = presenceDigits(typed);
    setIsIncomplete(digits === null);
    if (digits === null || isAsking) return;
    setTyped("");
    onDigits(digits);
  };
  return (
    <form onSubmit={submit} noValidate>
      <TextField
        id="presence-code"
        label={say("opening.digits")}
        value={typed}
        onValue={setTyped}
        error={isIncomplete ? say("opening.needDigits") : null}
        inputMode="numeric"
        autoComplete="off"
        maxLength={7}
        className="input-digits"
      />
      <Button type="submit" tone="main" aria-disabled={isAsking}>
        {say("opening.open")}
      </Button>
    </form>
  );
}

type OpeningFeedbackProps = {
  readonly isAsking: boolean;
  readonly outcome: OpeningOutcome | undefined;
  readonly error: unknown;
};

function OpeningFeedback({ isAsking, outcome, error }: OpeningFeedbackProps) {
  const { say } = useWords();
  if (isAsking) return <StatusNote>{say("opening.waiting")}</StatusNote>;
  if (error !== null) return <FailureNote>{say("opening.unsure")}</FailureNote>;
  return outcome?.kind === "failed" ? (
    <FailureNote>{say(outcome.text as "opening.unsure")}</FailureNote>
  ) : null;
}
