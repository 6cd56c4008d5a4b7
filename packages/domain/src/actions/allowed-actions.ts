// The one table of what may be done in which state. Decisions consult it, the wire's
// `allowedActions` are read from it, and the help texts are made from it (help-text.ts).

import { assert } from "../unreachable.ts";

const actionTable = {
  parcel: {
    recordCarrierScan: [
      "announced",
      "in_transit",
      "out_for_delivery",
      "available_for_pickup",
      "delivered",
      "overdue",
      "returning",
      "returned",
      "cancelled",
      "lost",
    ],
    deposit: ["announced", "in_transit", "out_for_delivery"],
    pickUp: ["available_for_pickup"],
    passDeadline: ["available_for_pickup"],
    extend: ["available_for_pickup", "overdue"],
    collect: ["overdue", "returning"],
    cancel: ["announced", "in_transit", "out_for_delivery"],
    sendBack: ["available_for_pickup", "overdue"],
    reportMissing: [
      "in_transit",
      "out_for_delivery",
      "available_for_pickup",
      "overdue",
      "returning",
    ],
  },
  stay: {
    endStay: ["open"],
  },
  compartment: {
    occupy: ["free"],
    free: ["occupied", "needs-check", "broken"],
    reportProblem: ["free", "occupied", "needs-check", "broken"],
    declareBroken: ["free", "occupied", "needs-check"],
    markChecked: ["needs-check"],
    repair: ["needs-check", "broken"],
  },
  reservation: {
    harden: ["held"],
    fulfil: ["held"],
    release: ["held"],
    expire: ["held"],
  },
  grant: {
    activate: ["inactive"],
    use: ["active"],
    openAgain: ["active", "ended"],
    prolong: ["inactive", "active"],
    revoke: ["inactive", "active"],
    expireGrant: ["inactive", "active"],
  },
} as const;

const stateTable = {
  parcel: [
    "announced",
    "in_transit",
    "out_for_delivery",
    "available_for_pickup",
    "delivered",
    "overdue",
    "returning",
    "returned",
    "cancelled",
    "lost",
  ],
  stay: ["open", "ended"],
  compartment: ["free", "occupied", "needs-check", "broken"],
  reservation: ["held", "fulfilled", "released", "expired"],
  grant: ["inactive", "active", "ended"],
} as const;

type Table = typeof actionTable;

/** The things that have states. */
export type Subject = keyof Table;

/** The states of one kind of thing. */
export type StateOf<S extends Subject> = (typeof stateTable)[S][number];

/** The actions on one kind of thing. Names are unique over all subjects. */
export type ActionOf<S extends Subject> = keyof Table[S] & string;

/** Any action. */
export type Action = { [S in Subject]: ActionOf<S> }[Subject];

/** The subject an action belongs to. */
export type SubjectOf<A extends Action> = {
  [S in Subject]: A extends ActionOf<S> ? S : never;
}[Subject];

/** True when the action may be done in the state the thing is in. */
export function can<A extends Action>(
  action: A,
  thing: { readonly state: StateOf<SubjectOf<A>> },
): boolean {
  return statesAllowing(action).includes(thing.state);
}

/** Every action that may be done in a state, in the table's order. */
export function allowedActions<S extends Subject>(
  subject: S,
  state: StateOf<S>,
): readonly ActionOf<S>[] {
  return actionsOf(subject).filter((action) => statesAllowing(action).includes(state));
}

/** Every action on a kind of thing, in the table's order. */
export function actionsOf<S extends Subject>(subject: S): readonly ActionOf<S>[] {
  return Object.keys(actionTable[subject]) as ActionOf<S>[];
}

/** Every state of a kind of thing. */
export function statesOf<S extends Subject>(subject: S): readonly StateOf<S>[] {
  return stateTable[subject];
}

/** Every kind of thing that has states. */
export const subjects = Object.keys(actionTable) as readonly Subject[];

/** The states in which an action may be done, in the order of a life. */
export function statesFor<S extends Subject>(subject: S, action: ActionOf<S>): StateOf<S>[] {
  return statesOf(subject).filter((state) => statesAllowing(action).includes(state));
}

const statesByAction = new Map<string, readonly string[]>(
  Object.values(actionTable).flatMap((actions) =>
    Object.entries(actions).map(([action, states]): [string, readonly string[]] => [
      action,
      states,
    ]),
  ),
);

function statesAllowing(action: string): readonly string[] {
  const states = statesByAction.get(action);
  assert(states !== undefined, `no such action: ${action}`);
  return states;
}
