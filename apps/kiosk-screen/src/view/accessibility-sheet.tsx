import { Button } from "@pigeonhole/ui/elements/button.tsx";
import type { PreferenceSwitch, Preferences } from "../model/preferences.ts";
import type { MessageKey } from "../texts/messages-en.ts";
import type { Words } from "../texts/words.ts";
import { Sheet } from "./sheet.tsx";

type AccessibilitySheetProps = {
  readonly words: Words;
  readonly preferences: Preferences;
  readonly onSwitch: (preference: PreferenceSwitch) => void;
  readonly onClose: () => void;
};

const switches: readonly (readonly [PreferenceSwitch, MessageKey])[] = [
  ["largeText", "accessibility.large"],
  ["highContrast", "accessibility.contrast"],
  ["lowLayout", "accessibility.low"],
  ["simpleWords", "accessibility.simple"],
];

/** How this one person wants the screen. */
export function AccessibilitySheet(props: AccessibilitySheetProps) {
  const { say } = props.words;
  return (
    <Sheet title={say("accessibility.title")} onClose={props.onClose}>
      <div className="switches">
        {switches.map(([preference, key]) => (
          <Button
            key={preference}
            className="switch"
            aria-pressed={props.preferences[preference]}
            onClick={() => props.onSwitch(preference)}
          >
            <span className="switch-sign" aria-hidden="true" />
            {say(key)}
          </Button>
        ))}
      </div>
      <Button tone="main" onClick={props.onClose}>
        {say("frame.close")}
      </Button>
    </Sheet>
  );
}
