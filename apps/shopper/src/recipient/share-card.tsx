import type { RecipientView, Share } from "@pigeonhole/contract/http/recipients";
import { sharesMax } from "@pigeonhole/contract/http/recipients";
import { Button } from "@pigeonhole/ui/elements/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { SubmitEvent } from "react";
import { useState } from "react";
import { useWords } from "../languages/words.tsx";
import type { PageDeps } from "../live/page-deps.ts";
import { newsKey } from "../live/use-recipient-news.ts";
import { FailureNote, failureKey, StatusNote } from "../parts/action-feedback.tsx";
import { Card } from "../parts/card.tsx";
import { TextField } from "../parts/text-field.tsx";
import type { TimeFrame } from "../times/spoken-time.ts";
import { ShareEntry } from "./share-entry.tsx";

type ShareCardProps = {
  readonly deps: PageDeps;
  readonly view: RecipientView;
  readonly frame: TimeFrame;
};

/** Second codes for people who collect in the recipient's place. */
export function ShareCard({ deps, view, frame }: ShareCardProps) {
  const { say } = useWords();
  const queryClient = useQueryClient();
  const [revokedName, setRevokedName] = useState<string | null>(null);
  const renew = () => queryClient.invalidateQueries({ queryKey: newsKey });
  const wasRevoked = (share: Share) => {
    setRevokedName(share.name);
    return renew();
  };
  return (
    <Card id="share" title={say("share.title")}>
      <p>{say("share.text")}</p>
      {view.shares.length > 0 && (
        <>
          <h3>{say("share.list")}</h3>
          <ul className="shares">
            {view.shares.map((share) => (
              <li key={share.grantId}>
                <ShareEntry {...{ deps, view, frame, share }} onRevoked={wasRevoked} />
              </li>
            ))}
          </ul>
        </>
      )}
      {revokedName !== null && (
        <StatusNote>{say("share.revoked", { name: revokedName })}</StatusNote>
      )}
      <ShareMaking {...{ deps, view }} onMade={renew} />
    </Card>
  );
}

type ShareMakingProps = Pick<ShareCardProps, "deps" | "view"> & {
  readonly onMade: () => Promise<void>;
};

function ShareMaking({ deps, view, onMade }: ShareMakingProps) {
  const { say } = useWords();
  if (!view.allowedActions.includes("share")) return null;
  if (view.shares.length >= sharesMax) return <p>{say("share.limit", { count: sharesMax })}</p>;
  return <ShareForm deps={deps} onMade={onMade} />;
}

/** As the contract limits the name. */
const nameLengthMax = 60;

function ShareForm({ deps, onMade }: Omit<ShareMakingProps, "view">) {
  const { say } = useWords();
  const [name, setName] = useState("");
  const [isNameless, setIsNameless] = useState(false);
  const making = useMutation({
    mutationFn: (forName: string) => deps.link.share(forName),
    onSuccess: async (answer) => {
      if (!answer.ok) return;
      setName("");
      await onMade();
    },
    // What was made although its answer was lost has to show up in the list.
    onError: onMade,
    networkMode: "always",
    retry: false,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const given = name.trim();
    setIsNameless(given === "");
    if (given !== "" && !making.isPending) making.mutate(given);
  };
  const problem = making.data?.ok === false ? making.data.problem : undefined;
  const failure = making.isPending ? null : failureKey({ problem, error: making.error });
  return (
    <form onSubmit={submit} noValidate>
      <TextField
        id="share-name"
        label={say("share.name")}
        hint={say("share.nameHint")}
        value={name}
        onValue={setName}
        error={isNameless ? say("share.needName") : null}
        maxLength={nameLengthMax}
        autoComplete="off"
      />
      <Button type="submit" aria-disabled={making.isPending}>
        {say("share.make")}
      </Button>
      {making.isPending && <StatusNote>{say("share.making")}</StatusNote>}
      {failure !== null && <FailureNote>{say(failure)}</FailureNote>}
      {!making.isPending && making.data?.ok === true && (
        <StatusNote>{say("share.made", { name: making.data.body.name })}</StatusNote>
      )}
    </form>
  );
}
