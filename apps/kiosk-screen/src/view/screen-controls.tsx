import { Button } from "@pigeonhole/ui/elements/button.tsx";
import { can, type ScreenModel } from "../model/screen-model.ts";
import type { ScreenView } from "../screens/screen-view.ts";
import type { Words } from "../texts/words.ts";
import { Keypad } from "./keypad.tsx";
import { ActionList } from "./screen-body.tsx";
import type { ScreenStore } from "./screen-store.ts";

type ScreenControlsProps = {
  readonly store: ScreenStore;
  readonly model: ScreenModel;
  readonly view: ScreenView;
  readonly words: Words;
};

/** What a person can do on a screen. */
export function ScreenControls({ store, model, view, words }: ScreenControlsProps) {
  return (
    <div className="do">
      {view.keypad?.kind === "code" && (
        <Keypad
          words={words}
          entry={model.entry}
          codeDigits={model.link.setting?.policies.codeDigits ?? 0}
          isClosed={view.keypad.isClosed || !can(model, "enter_code")}
          onDigit={(digit) => store.dispatch({ type: "digit_pressed", digit })}
          onErase={() => store.dispatch({ type: "erase_pressed" })}
          onSubmit={() => store.dispatch({ type: "submit_pressed" })}
        />
      )}
      {view.keypad?.kind === "label" && model.entry !== "" && (
        <div className="typed-label">
          <p>
            {words.say("courier_ready.typed")} <b>{model.entry}</b>
          </p>
          <Button tone="main" onClick={() => store.dispatch({ type: "submit_pressed" })}>
            {words.say("keypad.submit")}
          </Button>
        </div>
      )}
      <ActionList view={view} onAct={(request) => store.dispatch({ type: "acted", request })} />
    </div>
  );
}
