import type { ScreenAction, ScreenState } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { isAway } from "../agent-link/link-state.ts";
import { secondsUntil } from "../clock/agent-clock.ts";
import { languageFor } from "../model/preferences.ts";
import { can, type ScreenModel } from "../model/screen-model.ts";
import { warningOf } from "../model/timing.ts";
import { viewAway } from "../screens/away.ts";
import type { ScreenView } from "../screens/screen-view.ts";
import { viewScreen } from "../screens/view-screen.ts";
import { type Language, type Words, wordsIn } from "../texts/words.ts";
import { AccessibilitySheet } from "./accessibility-sheet.tsx";
import { FrameFoot, FrameHead } from "./frame.tsx";
import { HelpSheet } from "./help-sheet.tsx";
import { ScreenSay } from "./screen-body.tsx";
import { ScreenControls } from "./screen-controls.tsx";
import type { ScreenStore } from "./screen-store.ts";
import { useRootLook } from "./use-root-look.ts";
import { WarningSheet } from "./warning-sheet.tsx";

/** The whole page: one screen at a time, drawn from the model. */
export function ScreenPage({ store }: { readonly store: ScreenStore }) {
  const model = useSyncExternalStore(store.subscribe, store.model);
  const language = languageOf(model);
  const words = useMemo(() => wordsIn(language), [language]);
  const view = viewOf(model, words);
  const step = isAway(model.link, model.nowMs) ? "away" : (model.link.state?.screen.step ?? "away");
  const main = useFocusOnChange(step);
  useRootLook(model.preferences, language);
  const refusal = refusalOf(model, words);
  const presenceCode = presenceCodeOf(model);
  return (
    <div
      className="frame"
      data-step={step}
      data-tone={view.tone}
      data-revision={model.link.state?.revision}
    >
      <FrameHead
        words={words}
        setting={model.link.setting}
        presenceCode={presenceCode}
        isOffline={model.link.setting?.online === false && step !== "out_of_service"}
      />
      <main className="frame-main" ref={main} tabIndex={-1}>
        <ScreenSay
          view={view}
          refusal={refusal}
          inSimpleWords={model.preferences.simpleWords}
          layout={model.link.setting?.layout ?? null}
          language={language}
        />
        <ScreenControls store={store} model={model} view={view} words={words} />
      </main>
      {model.link.setting !== null && (
        <FrameFoot
          words={words}
          setting={model.link.setting}
          onLanguage={(chosen) => store.dispatch({ type: "language_chosen", language: chosen })}
          onSheet={(sheet) => store.dispatch({ type: "sheet_opened", sheet })}
        />
      )}
      <p className="ph-unseen" aria-live={view.tone === "attention" ? "assertive" : "polite"}>
        {spokenLine(model, view, refusal, words)}
      </p>
      <Sheets store={store} model={model} words={words} presenceCode={presenceCode} />
    </div>
  );
}

/** One line for the ear: the warning before all else, then what was refused, then the screen. */
function spokenLine(
  model: ScreenModel,
  view: ScreenView,
  refusal: string | null,
  words: Words,
): string {
  if (warningOf(model) !== null) return words.say("warn.spoken");
  return refusal === null ? view.spoken : `${refusal} ${view.spoken}`;
}

type SheetsProps = {
  readonly store: ScreenStore;
  readonly model: ScreenModel;
  readonly words: Words;
  readonly presenceCode: string | null;
};

/** At most one sheet: the warning goes before what a person opened. */
function Sheets({ store, model, words, presenceCode }: SheetsProps) {
  const { setting } = model.link;
  const warning = warningOf(model);
  const close = () => store.dispatch({ type: "sheet_closed" });
  if (setting === null || isAway(model.link, model.nowMs)) return null;
  if (warning !== null) return <Warning store={store} model={model} words={words} />;
  if (model.sheet === "help") {
    return (
      <HelpSheet words={words} setting={setting} presenceCode={presenceCode} onClose={close} />
    );
  }
  if (model.sheet === "accessibility") {
    return (
      <AccessibilitySheet
        words={words}
        preferences={model.preferences}
        onSwitch={(preference) => store.dispatch({ type: "switched", preference })}
        onClose={close}
      />
    );
  }
  return null;
}

function Warning({ store, model, words }: Omit<SheetsProps, "presenceCode">) {
  const keepGoing = () => {
    if (can(model, "stay_awake")) {
      store.dispatch({ type: "acted", request: { action: "stay_awake" } });
    } else store.dispatch({ type: "more_time" });
  };
  const ends: readonly ScreenAction[] = ["finish", "cancel"];
  const end = ends.find((action) => can(model, action));
  const onDone =
    end === "finish" || end === "cancel"
      ? () => void store.dispatch({ type: "acted", request: { action: end } })
      : null;
  const secondsLeft = warningOf(model)?.secondsLeft ?? 0;
  return (
    <WarningSheet words={words} secondsLeft={secondsLeft} onMoreTime={keepGoing} onDone={onDone} />
  );
}

function languageOf({ preferences, link }: ScreenModel): Language {
  return languageFor(preferences, link.state?.language ?? null, link.setting?.languages ?? []);
}

function viewOf(model: ScreenModel, words: Words): ScreenView {
  const { state, setting, clock } = model.link;
  if (isAway(model.link, model.nowMs) || state === null || setting === null || clock === null) {
    return viewAway(words);
  }
  const context = {
    words,
    setting,
    allowed: new Set(state.allowedActions),
    secondsUntil: (instant: string) => secondsUntil(clock, instant, model.nowMs),
  };
  return viewScreen(context, state.screen);
}

function refusalOf(model: ScreenModel, { say }: Words): string | null {
  if (model.notSent) return say("frame.not_sent");
  const { state } = model.link;
  if (state === null || state.refusal === null || state.revision === model.readRefusalOf) {
    return null;
  }
  return isSaidByScreen(state) ? null : say(`refusal.${state.refusal}`);
}

/** Some screens are the refusal, and need not say it twice. */
function isSaidByScreen({ refusal, screen }: ScreenState): boolean {
  if (screen.step === "door_did_not_open") return refusal === "door_did_not_open";
  if (screen.step === "out_of_service") return refusal === "out_of_service";
  if (screen.step === "idle") return refusal === "too_many_tries" && screen.throttledUntil !== null;
  return false;
}

function presenceCodeOf({ link }: ScreenModel): string | null {
  return link.state?.screen.step === "idle" ? link.state.screen.presenceCode : null;
}

/** A new screen begins at its top for who uses a keyboard. */
function useFocusOnChange(step: string) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    main.current?.focus({ preventScroll: true });
  }, [step]);
  return main;
}
