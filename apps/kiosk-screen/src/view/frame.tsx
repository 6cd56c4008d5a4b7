import type { ScreenSetting } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { Button } from "@pigeonhole/ui/elements/button.tsx";
import { Mark } from "@pigeonhole/ui/mark/mark.tsx";
import type { Sheet } from "../model/screen-model.ts";
import { catalogues, type Language, type Words } from "../texts/words.ts";

type FrameHeadProps = {
  readonly words: Words;
  readonly setting: ScreenSetting | null;
  readonly presenceCode: string | null;
  /** Codes work without the network; where nothing works, that is not said. */
  readonly isOffline: boolean;
};

/** From so many characters on, a name takes the next smaller size, so that it stays on two lines. */
const longNameFrom = 26;

/** Where one stands: the name to compare with the message. */
export function FrameHead({ words, setting, presenceCode, isOffline }: FrameHeadProps) {
  // A locker without a configuration has no name yet.
  const name = setting?.lockerName || "Pigeonhole";
  return (
    <header className="frame-head">
      <Mark />
      <div className="frame-place">
        <p
          className={name.length > longNameFrom ? "frame-locker frame-locker-long" : "frame-locker"}
        >
          {name}
        </p>
        {setting !== null && setting.siteName !== "" && (
          <p className="frame-site">{setting.siteName}</p>
        )}
      </div>
      <div className="frame-small">
        {presenceCode !== null && (
          <p>
            {words.say("frame.presence")} <b>{presenceCode}</b>
          </p>
        )}
        {isOffline && <p>{words.say("frame.offline")}</p>}
      </div>
    </header>
  );
}

type FrameFootProps = {
  readonly words: Words;
  readonly setting: ScreenSetting;
  readonly onLanguage: (language: Language) => void;
  readonly onSheet: (sheet: Sheet) => void;
};

/** On every screen at the same place: languages, help, accessibility. */
export function FrameFoot({ words, setting, ...on }: FrameFootProps) {
  const { say } = words;
  return (
    <footer className="frame-foot">
      <fieldset className="frame-languages" aria-label={say("frame.languages")}>
        {setting.languages.map((language) => (
          <Button
            key={language}
            lang={language}
            aria-pressed={language === words.language}
            onClick={() => on.onLanguage(language)}
          >
            {catalogues[language]["language.name"]}
          </Button>
        ))}
      </fieldset>
      <div className="frame-aids">
        <Button onClick={() => on.onSheet("help")}>{say("frame.help")}</Button>
        <Button onClick={() => on.onSheet("accessibility")}>{say("frame.accessibility")}</Button>
      </div>
    </footer>
  );
}
