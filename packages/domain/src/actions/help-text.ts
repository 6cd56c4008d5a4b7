import {
  type Action,
  type ActionOf,
  actionsOf,
  allowedActions,
  type StateOf,
  type Subject,
  statesFor,
  statesOf,
  subjects,
} from "./allowed-actions.ts";

/**
 * What each action means, as the end of "a parcel can be …". The sentences about what is possible
 * when are made from the table, so that they cannot say anything else than the rules do.
 */
const phrases: Readonly<Record<Action, string>> = {
  recordCarrierScan: "scanned by its carrier",
  deposit: "deposited",
  pickUp: "picked up",
  passDeadline: "declared overdue",
  extend: "given more storage time",
  collect: "collected by a courier",
  cancel: "cancelled",
  sendBack: "sent back",
  reportMissing: "reported missing",
  endStay: "ended",
  occupy: "filled",
  free: "freed",
  reportProblem: "reported to have a problem",
  declareBroken: "declared broken",
  markChecked: "marked as checked",
  repair: "repaired",
  harden: "made hard",
  fulfil: "fulfilled",
  release: "released",
  expire: "expired",
  activate: "activated",
  use: "used",
  openAgain: "used to open again",
  prolong: "prolonged",
  revoke: "revoked",
  expireGrant: "expired",
};

/** Why an action is not possible now and when it is, for people. Empty for one that is allowed. */
export function explainRefusal<S extends Subject>(
  subject: S,
  action: ActionOf<S>,
  state: StateOf<S>,
): string {
  const possible: readonly string[] = statesFor(subject, action);
  if (possible.includes(state)) return "";
  const phrase = phrases[action as Action];
  return `A ${subject} that is ${inWords(state)} cannot be ${phrase}; it can while it is ${listed(possible)}.`;
}

/** The whole table as a Markdown page: every kind of thing, its states, what may be done in each. */
export function describeStates(): string {
  const parts = subjects.map((subject) => {
    const rows = statesOf(subject).map((state) => {
      const actions = allowedActions(subject, state).map((action) => `\`${action}\``);
      return `| ${inWords(state)} | ${actions.length === 0 ? "nothing" : actions.join(", ")} |`;
    });
    const meanings = actionsOf(subject).map(
      (action) => `- \`${action}\`: ${phrases[action as Action]}`,
    );
    return [`## ${subject}`, "", "| state | may be |", "|---|---|", ...rows, "", ...meanings, ""];
  });
  return [
    "# What may be done in which state",
    "",
    "Made from the table in `packages/domain/src/actions/allowed-actions.ts` by `npm run generate`.",
    "Rules, `allowedActions` on the wire and the sentences of refusals come from the same table.",
    "",
    ...parts.flat(),
  ].join("\n");
}

function inWords(state: string): string {
  return state.replaceAll("_", " ");
}

function listed(states: readonly string[]): string {
  const words = states.map(inWords);
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}
