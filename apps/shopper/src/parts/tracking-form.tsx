import { parseTrackingNumber } from "@pigeonhole/domain/tracking-number";
import { Button } from "@pigeonhole/ui/elements/button.tsx";
import type { SubmitEvent } from "react";
import { useState } from "react";
import type { MessageKey } from "../languages/catalog.ts";
import { useWords } from "../languages/words.tsx";
import { usePageDeps } from "../live/page-deps.ts";
import { TextField } from "./text-field.tsx";

/** As the contract limits a tracking number, and room for the spaces people type. */
const typedLengthMax = 60;

/** Asks for a tracking number. Without a script the server finds the page: GET /track. */
export function TrackingForm({ trackingNumber }: { readonly trackingNumber: string | null }) {
  const { say } = useWords();
  const deps = usePageDeps();
  const [typed, setTyped] = useState(trackingNumber ?? "");
  const [error, setError] = useState<TypingError | null>(null);
  const submit = (event: SubmitEvent) => {
    if (deps === null) return;
    event.preventDefault();
    const read = readTrackingNumber(typed);
    setError(read.ok ? null : read.error);
    if (read.ok) deps.goTo(`/track/${encodeURIComponent(read.value)}`);
  };
  return (
    <form className="tracking-form" action="/track" method="get" onSubmit={submit} noValidate>
      <TextField
        id="tracking-number"
        name="trackingNumber"
        label={say("home.trackingNumber")}
        hint={say("home.hint")}
        value={typed}
        onValue={setTyped}
        error={error === null ? null : say(error)}
        maxLength={typedLengthMax}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
      />
      <Button type="submit" tone="main">
        {say("home.track")}
      </Button>
    </form>
  );
}

type TypingError = Extract<MessageKey, "home.empty" | "home.typingError">;
type ReadNumber =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly error: TypingError };

/** Our own numbers check themselves; those of other carriers are passed on as they were typed. */
export function readTrackingNumber(typed: string): ReadNumber {
  const text = typed.trim();
  if (text === "") return { ok: false, error: "home.empty" };
  const own = parseTrackingNumber(text);
  if (own.ok) return own;
  return own.error.type === "wrong_check_character"
    ? { ok: false, error: "home.typingError" }
    : { ok: true, value: text.replaceAll(/\s+/g, "") };
}
