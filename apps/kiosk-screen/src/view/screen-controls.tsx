import { Button } from "@pigeonhole/ui/elements/button.tsx";
import { can, isKeypadHidden, type ScreenModel, shownEntry } from "../model/screen-model.ts";
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
  const hasKeypad = view.keypad?.kind === "code" || model.isKeypadAskedFor;
  return (
    <div className="do">
      {hasKeypad && (
        <Keypad
          words={words}
          entry={shownEntry(model)}
          codeDigits={model.link.setting?.policies.codeDigits ?? 0}
          isClosed={view.keypad?.isClosed === true || !can(model, "enter_code")}
          onBack={
            model.isKeypadAskedFor
              ? () => void store.dispatch({ type: "keypad_turned", isAskedFor: false })
              : null
          }
          onDigit={(digit) => store.dispatch({ type: "digit_pressed", digit })}
          onErase={() => store.dispatch({ type: "erase_pressed" })}
          onSubmit={() => store.dispatch({ type: "submit_pressed" })}
        />
      )}
      {view.keypad?.kind === "label" && shownEntry(model) !== "" && (
        <TypedLabel store={store} entry={shownEntry(model)} words={words} />
      )}
      {!model.isKeypadAskedFor && (
        <ActionList view={view} onAct={(request) => store.dispatch({ type: "acted", request })} />
      )}
      {isKeypadHidden(model) && !model.isKeypadAskedFor && (
        <Button
          className="action"
          onClick={() => store.dispatch({ type: "keypad_turned", isAskedFor: true })}
        >
          {words.say("keypad.ask")}
        </Button>
      )}
    </div>
  );
}

type TypedLabelProps = {
  readonly store: ScreenStore;
  readonly entry: string;
  readonly words: Words;
};

function TypedLabel({ store, entry, words }: TypedLabelProps) {
  return (
    <div className="typed-label">
      <p>
        {words.say("courier_ready.typed")} <b>{entry}</b>
      </p>
      <Button tone="main" onClick={() => store.dispatch({ type: "submit_pressed" })}>
        {words.say("keypad.submit")}
      </Button>
    </div>
  );
}
