import type { PickupAccess, RecipientView } from "@pigeonhole/contract/http/recipients";
import { Button } from "@pigeonhole/ui/elements/button.tsx";
import { CodeGroups } from "@pigeonhole/ui/elements/code-groups.tsx";
import { useWords } from "../languages/words.tsx";
import { useIsKept, usePageDeps } from "../live/page-deps.ts";
import { Card } from "../parts/card.tsx";
import { QrPicture } from "../qr/qr-picture.tsx";

type CodeCardProps = {
  readonly access: PickupAccess;
  readonly reach: RecipientView["locker"]["reach"];
};

/** What opens the door: digits to type and a picture to scan. */
export function CodeCard({ access, reach }: CodeCardProps) {
  const { say } = useWords();
  const deps = usePageDeps();
  const isKept = useIsKept();
  return (
    <Card id="code" title={say("code.title")}>
      <p className="code-figures">
        <CodeGroups code={access.code} label={say("code.spoken")} />
      </p>
      <QrPicture text={access.qr} label={say("code.qr")} />
      <p>{say("code.how")}</p>
      <p className="quiet">
        {say(reach === "offline" ? "code.lockerOffline" : "code.offline")}{" "}
        {isKept && say("code.kept")}
      </p>
      <p className="quiet">{say("code.keep")}</p>
      {deps !== null && (
        <p className="screen-only">
          <Button onClick={deps.print}>{say("code.print")}</Button>
        </p>
      )}
    </Card>
  );
}
