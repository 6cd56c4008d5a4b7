import { Button } from "@pigeonhole/ui/elements/button.tsx";
import { useMutation } from "@tanstack/react-query";
import type { SubmitEvent } from "react";
import { useState } from "react";
import { useWords } from "../languages/words.tsx";
import type { PageDeps } from "../live/page-deps.ts";
import type { ProblemKind, ProblemReport } from "../live/recipient-link.ts";
import { FailureNote, failureKey, StatusNote } from "../parts/action-feedback.tsx";
import { Card } from "../parts/card.tsx";

type ProblemCardProps = {
  /** Null while the page cannot send anything: then it only tells what to do. */
  readonly deps: PageDeps | null;
  readonly supportPhone: string | null;
};

const problemKinds: readonly ProblemKind[] = [
  "door_did_not_open",
  "empty",
  "not_mine",
  "damaged",
  "unreachable",
  "other",
];

/** What may be wrong, what to do about it at once, and saying so to the network. */
export function ProblemCard({ deps, supportPhone }: ProblemCardProps) {
  const { say } = useWords();
  return (
    <Card id="problem" title={say("problem.title")}>
      <p>{say("problem.text")}</p>
      {deps === null ? <ProblemAdvice /> : <ProblemReporting deps={deps} />}
      {supportPhone !== null && <p>{say("problem.phone", { phone: supportPhone })}</p>}
    </Card>
  );
}

function ProblemAdvice() {
  const { say } = useWords();
  return (
    <dl className="advice">
      {problemKinds
        .filter((kind) => kind !== "other")
        .map((kind) => (
          <div key={kind}>
            <dt>{say(`problem.${kind}`)}</dt>
            <dd>{say(`problem.${kind}.next`)}</dd>
          </div>
        ))}
    </dl>
  );
}

function ProblemReporting({ deps }: { readonly deps: PageDeps }) {
  const { say } = useWords();
  const reporting = useMutation({
    mutationFn: (report: ProblemReport) => deps.link.report(report),
    networkMode: "always",
    retry: false,
  });
  const { data, variables } = reporting;
  if (data?.ok === true && variables !== undefined) {
    return (
      <>
        <StatusNote>{say("problem.sent", { reference: data.body.reference })}</StatusNote>
        <p>
          <strong>{say("problem.next")}</strong> {say(`problem.${variables.kind}.next`)}
        </p>
        <Button onClick={reporting.reset}>{say("problem.another")}</Button>
      </>
    );
  }
  const problem = data?.ok === false ? data.problem : undefined;
  const failure = reporting.isPending ? null : failureKey({ problem, error: reporting.error });
  return (
    <>
      <ProblemForm isSending={reporting.isPending} onReport={reporting.mutate} />
      {reporting.isPending && <StatusNote>{say("problem.sending")}</StatusNote>}
      {failure !== null && <FailureNote>{say(failure)}</FailureNote>}
    </>
  );
}

type ProblemFormProps = {
  readonly isSending: boolean;
  readonly onReport: (report: ProblemReport) => void;
};

/** As the contract limits it. */
const noteLengthMax = 1_000;

function ProblemForm({ isSending, onReport }: ProblemFormProps) {
  const { say } = useWords();
  const [kind, setKind] = useState<ProblemKind | null>(null);
  const [note, setNote] = useState("");
  const [isWordless, setIsWordless] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const words = plainLine(note);
    const lacksWords = kind === "other" && words === "";
    setIsWordless(lacksWords);
    if (kind === null || lacksWords || isSending) return;
    onReport(words === "" ? { kind } : { kind, note: words });
  };
  return (
    <form onSubmit={submit} noValidate>
      <fieldset className="choices">
        <legend>{say("problem.choose")}</legend>
        {problemKinds.map((each) => (
          <div key={each} className="choice">
            <label>
              <input
                type="radio"
                name="problem-kind"
                value={each}
                checked={kind === each}
                onChange={() => setKind(each)}
              />
              <span>{say(`problem.${each}`)}</span>
            </label>
            {kind === each && (
              <p className="choice-next" role="status">
                <strong>{say("problem.next")}</strong> {say(`problem.${each}.next`)}
              </p>
            )}
          </div>
        ))}
      </fieldset>
      {kind !== null && (
        <>
          <div className="field">
            <label htmlFor="problem-note">
              {say(kind === "other" ? "problem.noteNeeded" : "problem.note")}
            </label>
            <textarea
              id="problem-note"
              rows={3}
              maxLength={noteLengthMax}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
          </div>
          {isWordless && <FailureNote>{say("problem.needNote")}</FailureNote>}
          <Button type="submit" aria-disabled={isSending}>
            {say("problem.send")}
          </Button>
        </>
      )}
    </form>
  );
}

/** The contract takes one line without control characters; line breaks become spaces. */
function plainLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ").trim();
}
