import type { RecipientView, Share } from "@pigeonhole/contract/http/recipients";
import { Button } from "@pigeonhole/ui/elements/button.tsx";
import { CodeGroups } from "@pigeonhole/ui/elements/code-groups.tsx";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "../languages/words.tsx";
import type { PageDeps } from "../live/page-deps.ts";
import { FailureNote, failureKey } from "../parts/action-feedback.tsx";
import { QrPicture } from "../qr/qr-picture.tsx";
import type { TimeFrame } from "../times/spoken-time.ts";
import { spokenAt } from "../times/spoken-time.ts";

type ShareEntryProps = {
  readonly deps: PageDeps;
  readonly view: RecipientView;
  readonly share: Share;
  readonly frame: TimeFrame;
  readonly onRevoked: (share: Share) => Promise<void>;
};

/** One second code: for whom it is, what it is, handing it on and taking it back. */
export function ShareEntry({ deps, view, share, frame, onRevoked }: ShareEntryProps) {
  const { say } = useWords();
  const { name, access } = share;
  const { sendText } = deps;
  const message = shareMessage(view, share, frame);
  return (
    <>
      <h4>{say("share.for", { name })}</h4>
      <p className="share-code">
        <CodeGroups code={access.code} label={say("share.codeFor", { name })} />
      </p>
      <p className="quiet">{say("share.madeAt", { at: spokenAt(share.createdAt, frame) })}</p>
      <details>
        <summary>{say("share.showQr")}</summary>
        <QrPicture text={access.qr} label={say("share.qrFor", { name })} />
      </details>
      <div className="actions">
        {sendText !== null && (
          <Button onClick={() => void sendText(message)} aria-label={say("share.sendTo", { name })}>
            {say("share.send")}
          </Button>
        )}
        <Revoking {...{ deps, share, onRevoked }} />
      </div>
    </>
  );
}

/** What is handed to another app: enough to collect, and no address of this page. */
function shareMessage(view: RecipientView, share: Share, { say }: TimeFrame): string {
  const { street, postcode, city } = view.site.address;
  return say("share.message", {
    locker: view.locker.name,
    site: view.site.name,
    address: `${street}, ${postcode} ${city}`,
    code: share.access.code.replaceAll(/(.{4})(?=.)/g, "$1 "),
  });
}

/** Asks once more, because whoever holds the code can then no longer collect. */
function Revoking({
  deps,
  share,
  onRevoked,
}: Pick<ShareEntryProps, "deps" | "share" | "onRevoked">) {
  const { say } = useWords();
  const [isAsked, setIsAsked] = useState(false);
  const { name } = share;
  const revoking = useMutation({
    mutationFn: () => deps.link.revoke(share),
    onSuccess: async (answer) => {
      // Somebody may have taken it back on another device; gone is gone.
      if (answer.ok || answer.problem.code === "request.not_found") await onRevoked(share);
    },
    networkMode: "always",
    retry: false,
  });
  const problem = revoking.data?.ok === false ? revoking.data.problem : undefined;
  const failure = revoking.isPending ? null : failureKey({ problem, error: revoking.error });
  if (!isAsked) {
    return (
      <Button onClick={() => setIsAsked(true)} aria-label={say("share.revokeFrom", { name })}>
        {say("share.revoke")}
      </Button>
    );
  }
  return (
    <fieldset className="confirm">
      <legend>{say("share.revokeAsk", { name })}</legend>
      <Button
        aria-disabled={revoking.isPending}
        onClick={() => {
          if (!revoking.isPending) revoking.mutate();
        }}
      >
        {say("share.revokeYes")}
      </Button>
      {/* The question replaces the button that had the focus; the safe answer takes it over. */}
      <Button onClick={() => setIsAsked(false)} autoFocus>
        {say("share.revokeNo")}
      </Button>
      {failure !== null && <FailureNote>{say(failure)}</FailureNote>}
    </fieldset>
  );
}
