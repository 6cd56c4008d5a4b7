import type { ScreenSetting } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { Button } from "@pigeonhole/ui/elements/button.tsx";
import type { Words } from "../texts/words.ts";
import { Sheet } from "./sheet.tsx";

type HelpSheetProps = {
  readonly words: Words;
  readonly setting: ScreenSetting;
  readonly presenceCode: string | null;
  readonly onClose: () => void;
};

/** What to do, where one is, whom to call. */
export function HelpSheet({ words, setting, presenceCode, onClose }: HelpSheetProps) {
  const { say } = words;
  const phone = setting.supportPhone;
  return (
    <Sheet title={say("help.title")} onClose={onClose}>
      <p>{say("help.collect")}</p>
      {setting.lockerName !== "" && (
        <p>{say("help.name", { locker: setting.lockerName, site: setting.siteName })}</p>
      )}
      {presenceCode !== null && <p>{say("help.presence", { code: presenceCode })}</p>}
      <p className="sheet-strong">
        {phone === null ? say("help.no_phone") : say("help.phone", { phone })}
      </p>
      <Button tone="main" onClick={onClose}>
        {say("frame.close")}
      </Button>
    </Sheet>
  );
}
