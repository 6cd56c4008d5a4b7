import type { ProblemKind } from "./report-problem.ts";

/** One sentence for the person who reports; kinds that need the same step share it. */
type Step = "door" | "contents" | "look";

const steps: Readonly<Record<ProblemKind, Step>> = {
  door_did_not_open: "door",
  unreachable: "door",
  empty: "contents",
  not_mine: "contents",
  damaged: "look",
  other: "look",
};

const sentences: Readonly<Record<"en" | "de" | "pl", Readonly<Record<Step, string>>>> = {
  en: {
    door: "Somebody looks after the door. Your parcel stays yours, and time in which the locker does not work is not counted.",
    contents:
      "Please leave everything as it is and close the door. The operator compares the records of the locker and writes to you.",
    look: "The operator reads your message and writes to you.",
  },
  de: {
    door: "Jemand kümmert sich um die Tür. Das Paket bleibt Ihres, und Zeit, in der die Anlage nicht arbeitet, zählt nicht.",
    contents:
      "Bitte lassen Sie alles, wie es ist, und schließen Sie die Tür. Der Betreiber prüft die Aufzeichnungen der Anlage und schreibt Ihnen.",
    look: "Der Betreiber liest Ihre Nachricht und schreibt Ihnen.",
  },
  pl: {
    door: "Ktoś zajmie się drzwiczkami. Paczka pozostaje Twoja, a czas, w którym automat nie działa, nie jest liczony.",
    contents:
      "Zostaw wszystko tak, jak jest, i zamknij drzwiczki. Operator sprawdzi zapisy automatu i napisze do Ciebie.",
    look: "Operator przeczyta Twoją wiadomość i napisze do Ciebie.",
  },
};

export function whatHappensNext(language: "en" | "de" | "pl", kind: ProblemKind): string {
  return sentences[language][steps[kind]];
}
