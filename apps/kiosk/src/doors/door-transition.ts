// The one place that decides what readings, pulses and time mean for the doors: state and input in,
// state and effects out. It reads no clock, writes nothing and knows no board.
import type { FactContent } from "@pigeonhole/contract/device/facts";
import type { NeedsCheckReason } from "../journal/conditions.ts";
import type { OpeningStage } from "../journal/openings.ts";
import {
  closedDoor,
  type DoorState,
  type Goods,
  latePullMs,
  type Opening,
  type OpeningOrigin,
  pulseAnswerMaxMs,
  type Sensed,
  strayPulseMs,
  type WallState,
  type WallTimes,
} from "./wall-state.ts";

export type Actuation = "acknowledged" | "unknown" | "refused";
export type DoorReadingInput = {
  readonly compartmentId: string;
  readonly door: Sensed;
  readonly goods: Goods;
};

export type WallInput =
  | { readonly type: "intended"; readonly origin: OpeningOrigin; readonly atMs: number }
  | {
      readonly type: "pulsed";
      readonly openingId: string;
      readonly actuation: Actuation;
      readonly atMs: number;
    }
  | { readonly type: "read"; readonly readings: readonly DoorReadingInput[]; readonly atMs: number }
  | {
      /** A door that was open under this opening before a restart. */
      readonly type: "resumed";
      readonly origin: OpeningOrigin;
      readonly openForMs: number;
      readonly atMs: number;
    }
  | {
      readonly type: "replanned";
      readonly compartmentIds: readonly string[];
      readonly times: WallTimes;
    };

/** What happened at a door, for whoever stands before it. */
export type DoorEvent =
  | { readonly type: "opened"; readonly origin: OpeningOrigin }
  | {
      readonly type: "did_not_open";
      readonly origin: OpeningOrigin;
      readonly outcome: "did_not_open" | "unknown";
    }
  | {
      readonly type: "closed";
      readonly origin: OpeningOrigin;
      readonly openMs: number;
      readonly goods: Goods;
      readonly wasLeftOpen: boolean;
    }
  | { readonly type: "remind"; readonly origin: OpeningOrigin }
  | { readonly type: "left_open"; readonly compartmentId: string }
  | {
      readonly type: "wrong_door";
      readonly origin: OpeningOrigin;
      readonly openedCompartmentId: string;
    }
  | { readonly type: "forced"; readonly compartmentId: string };

export type WallEffect =
  | { readonly type: "record"; readonly fact: FactContent }
  | { readonly type: "reach"; readonly openingId: string; readonly stage: OpeningStage }
  | { readonly type: "finish"; readonly openingId: string }
  | {
      readonly type: "doubt";
      readonly compartmentId: string;
      readonly reason: NeedsCheckReason;
      readonly visitId: string | null;
    }
  | { readonly type: "tell"; readonly event: DoorEvent };

export type WallStep = { readonly state: WallState; readonly effects: readonly WallEffect[] };

type DoorStep = { readonly door: DoorState; readonly effects: readonly WallEffect[] };

export function transitionWall(state: WallState, input: WallInput): WallStep {
  switch (input.type) {
    case "intended":
      return withDoor(state, intend(doorOf(state, input.origin.compartmentId), input));
    case "pulsed":
      return pulse(state, input);
    case "read":
      return read(state, input);
    case "resumed":
      return withDoor(state, resume(doorOf(state, input.origin.compartmentId), input));
    case "replanned":
      return { state: replan(state, input), effects: [] };
  }
}

function intend(door: DoorState, input: Extract<WallInput, { type: "intended" }>): DoorStep {
  const opening: Opening = {
    ...input.origin,
    phase: "pulsing",
    intendedAtMs: input.atMs,
    pulsedAtMs: null,
    wasRead: false,
  };
  // A door that still stands open under an earlier opening goes on under the new one.
  const earlier = door.opening?.phase === "open" ? door.opening : null;
  const effects: WallEffect[] =
    earlier === null ? [] : [{ type: "finish", openingId: earlier.openingId }];
  return { door: { ...door, opening }, effects };
}

function pulse(state: WallState, input: Extract<WallInput, { type: "pulsed" }>): WallStep {
  const { openingId, actuation, atMs } = input;
  const door = Object.values(state.doors).find((one) => one.opening?.openingId === openingId);
  const pulsed: WallEffect = record({
    type: "opening.pulsed",
    data: { openingId, actuation },
  } as FactContent);
  // The door may have been settled while the board still owed its answer.
  if (door?.opening?.phase !== "pulsing") return { state, effects: [pulsed] };
  if (actuation === "refused") {
    const step = lapse(door, door.opening, "did_not_open");
    // Nothing was sent, so there is nothing to doubt about the door.
    const certain = step.effects.filter((effect) => effect.type !== "doubt");
    return withDoor(state, { door: step.door, effects: [pulsed, ...certain] });
  }
  const opening: Opening = { ...door.opening, phase: "watching", pulsedAtMs: atMs };
  const effects: WallEffect[] = [pulsed, { type: "reach", openingId, stage: "pulsed" }];
  return withDoor(state, { door: { ...door, opening }, effects });
}

function read(state: WallState, input: Extract<WallInput, { type: "read" }>): WallStep {
  let current = state;
  const effects: WallEffect[] = [];
  for (const reading of input.readings) {
    const door = current.doors[reading.compartmentId];
    if (door === undefined) continue;
    const step = readDoor(current, door, { reading, atMs: input.atMs });
    effects.push(...step.effects);
    current = step.state;
  }
  return { state: current, effects };
}

type Look = { readonly reading: DoorReadingInput; readonly atMs: number };

function readDoor(state: WallState, door: DoorState, look: Look): WallStep {
  const { reading, atMs } = look;
  const goods = reading.door === "unknown" ? door.goods : reading.goods;
  const wasRead = door.opening !== null && reading.door !== "unknown";
  const seen: DoorState = {
    ...door,
    goods,
    opening: wasRead && door.opening ? { ...door.opening, wasRead: true } : door.opening,
  };
  if (reading.door === "open" && door.openSinceMs === null) return seeOpen(state, seen, atMs);
  if (reading.door === "closed" && door.openSinceMs !== null) {
    return withDoor(state, seeClosed(seen, atMs));
  }
  if (reading.door === "open" && seen.opening?.phase === "watching") {
    return withDoor(state, open(seen, seen.opening, atMs));
  }
  const sensed = reading.door === "unknown" ? seen.sensed : reading.door;
  return withDoor(state, passTime({ ...seen, sensed, doubted: null }, state.times, atMs));
}

/** A door that reads open though it was not known to be. */
function seeOpen(state: WallState, door: DoorState, atMs: number): WallStep {
  const { opening } = door;
  if (opening !== null && opening.phase !== "pulsing" && isRecent(opening, atMs)) {
    return withDoor(state, open(door, opening, atMs));
  }
  // The reading may be from before the pulse; the next one is not.
  if (opening?.phase === "pulsing") return withDoor(state, { door, effects: [] });
  if (!state.openMeansForced && door.sensed === "unknown") {
    const found = freshlyOpen(door, atMs);
    return withDoor(state, { door: found, effects: [recordOpened(door, null)] });
  }
  // One reading may be noise on the line, and an alarm brings people.
  if (door.doubted !== "open") {
    return withDoor(state, { door: { ...door, doubted: "open" }, effects: [] });
  }
  const opened: DoorState = { ...freshlyOpen(door, atMs), opening: null };
  const stray = strayPulse(state, door, atMs);
  if (stray !== undefined) return openedByStrayPulse(state, opened, stray);
  const { compartmentId } = door;
  return withDoor(state, {
    door: opened,
    effects: [
      record({ type: "door.forced", data: { compartmentId } } as FactContent),
      { type: "doubt", compartmentId, reason: "door_forced", visitId: null },
      tell({ type: "forced", compartmentId }),
    ],
  });
}

function open(door: DoorState, opening: Opening, atMs: number): DoorStep {
  const { openingId } = opening;
  const wasLapsed = opening.phase === "lapsed";
  const settled: readonly WallEffect[] = wasLapsed ? [] : [settle(openingId, "opened")];
  return {
    door: { ...freshlyOpen(door, atMs), opening: { ...opening, phase: "open" } },
    effects: [
      ...settled,
      recordOpened(door, openingId),
      { type: "reach", openingId, stage: "open" },
      tell({ type: "opened", origin: originOf(opening) }),
    ],
  };
}

/** Two readings must agree before a door counts as shut: contacts bounce when a door falls to. */
function seeClosed(door: DoorState, atMs: number): DoorStep {
  if (door.doubted !== "closed") return { door: { ...door, doubted: "closed" }, effects: [] };
  const { compartmentId, goods, leftOpenTold } = door;
  const isUnder = door.opening?.phase === "open";
  const opening = isUnder ? door.opening : null;
  const openMs = Math.round(atMs - (door.openSinceMs ?? atMs));
  const openingId = opening?.openingId ?? null;
  const effects: WallEffect[] = [
    record({
      type: "door.closed",
      data: { compartmentId, openingId, openMs, goods },
    } as FactContent),
  ];
  if (opening !== null) {
    effects.push({ type: "reach", openingId: opening.openingId, stage: "closed" });
    const origin = originOf(opening);
    effects.push(tell({ type: "closed", origin, openMs, goods, wasLeftOpen: leftOpenTold }));
  }
  const shut: DoorState = { ...closedDoor(compartmentId), sensed: "closed", goods };
  return { door: isUnder ? shut : { ...shut, opening: door.opening }, effects };
}

/** What waiting alone brings about. */
function passTime(door: DoorState, times: WallTimes, atMs: number): DoorStep {
  if (door.openSinceMs !== null) return stayOpen(door, times, atMs - door.openSinceMs);
  const { opening } = door;
  if (opening === null) return { door, effects: [] };
  if (opening.phase === "lapsed") {
    return { door: isRecent(opening, atMs) ? door : { ...door, opening: null }, effects: [] };
  }
  if (!isOverdue(opening, times, atMs)) return { door, effects: [] };
  return lapse(
    door,
    opening,
    opening.wasRead && opening.pulsedAtMs !== null ? "did_not_open" : "unknown",
  );
}

function stayOpen(door: DoorState, times: WallTimes, openMs: number): DoorStep {
  const { compartmentId, opening } = door;
  const effects: WallEffect[] = [];
  let { remindersTold, leftOpenTold } = door;
  const due = times.remindMs.filter((remindMs) => openMs >= remindMs).length;
  if (due > remindersTold) {
    remindersTold = due;
    if (opening !== null) effects.push(tell({ type: "remind", origin: originOf(opening) }));
  }
  if (!leftOpenTold && openMs >= times.leftOpenMs) {
    leftOpenTold = true;
    const openingId = opening?.openingId ?? null;
    const visitId = opening?.visitId ?? null;
    effects.push(
      record({
        type: "door.left_open",
        data: { compartmentId, openingId, openMs: Math.round(openMs) },
      } as FactContent),
      { type: "doubt", compartmentId, reason: "door_left_open", visitId },
      tell({ type: "left_open", compartmentId }),
    );
  }
  return { door: { ...door, remindersTold, leftOpenTold }, effects };
}

/** Gives an opening up. It is over for the journal, but a late pull still belongs to it. */
function lapse(door: DoorState, opening: Opening, outcome: "did_not_open" | "unknown"): DoorStep {
  const { compartmentId } = door;
  const reason = outcome === "unknown" ? "outcome_unknown" : "door_did_not_open";
  return {
    door: { ...door, opening: { ...opening, phase: "lapsed" } },
    effects: [
      settle(opening.openingId, outcome),
      { type: "finish", openingId: opening.openingId },
      { type: "doubt", compartmentId, reason, visitId: opening.visitId },
      tell({ type: "did_not_open", origin: originOf(opening), outcome }),
    ],
  };
}

/** The opening whose pulse may have moved a door that nobody had a right to open. */
function strayPulse(state: WallState, door: DoorState, atMs: number): Opening | undefined {
  return (
    Object.values(state.doors)
      .filter((other) => other.compartmentId !== door.compartmentId)
      .map((other) => other.opening)
      .find((opening) => {
        if (opening === null) return false;
        if (opening.phase === "watching") return true;
        return opening.pulsedAtMs !== null && atMs - opening.pulsedAtMs <= strayPulseMs;
      }) ?? undefined
  );
}

/** The pulse moved another door: wiring or layout is wrong, so neither door may be given out. */
function openedByStrayPulse(state: WallState, opened: DoorState, stray: Opening): WallStep {
  const { compartmentId } = opened;
  const meant = doorOf(state, stray.compartmentId);
  const { visitId, openingId } = stray;
  const effects: WallEffect[] = [recordOpened(opened, null)];
  let door = meant;
  if (stray.phase === "watching") {
    effects.push(settle(openingId, "did_not_open"), { type: "finish", openingId });
    door = { ...meant, opening: { ...stray, phase: "lapsed" } };
  }
  const reason = "wrong_door_opened";
  effects.push(
    { type: "doubt", compartmentId, reason, visitId },
    { type: "doubt", compartmentId: stray.compartmentId, reason, visitId },
    tell({ type: "wrong_door", origin: originOf(stray), openedCompartmentId: compartmentId }),
  );
  const both = withDoor(state, { door: opened, effects });
  return { state: withDoor(both.state, { door, effects: [] }).state, effects };
}

function resume(door: DoorState, input: Extract<WallInput, { type: "resumed" }>): DoorStep {
  const openSinceMs = input.atMs - input.openForMs;
  const opening: Opening = {
    ...input.origin,
    phase: "open",
    intendedAtMs: openSinceMs,
    pulsedAtMs: openSinceMs,
    wasRead: true,
  };
  return { door: { ...door, sensed: "open", openSinceMs, opening }, effects: [] };
}

/** A new layout: doors that stay keep their state. */
function replan(state: WallState, input: Extract<WallInput, { type: "replanned" }>): WallState {
  const doors = input.compartmentIds.map((id) => [id, state.doors[id] ?? closedDoor(id)] as const);
  return { ...state, doors: Object.fromEntries(doors), times: input.times };
}

function isOverdue(opening: Opening, times: WallTimes, atMs: number): boolean {
  if (opening.pulsedAtMs === null) return atMs - opening.intendedAtMs >= pulseAnswerMaxMs;
  return atMs - opening.pulsedAtMs >= times.openWatchMs;
}

function isRecent(opening: Opening, atMs: number): boolean {
  return atMs - (opening.pulsedAtMs ?? opening.intendedAtMs) <= latePullMs;
}

function freshlyOpen(door: DoorState, atMs: number): DoorState {
  return {
    ...door,
    sensed: "open",
    doubted: null,
    openSinceMs: atMs,
    remindersTold: 0,
    leftOpenTold: false,
  };
}

function originOf(opening: Opening): OpeningOrigin {
  const { openingId, compartmentId, purpose, visitId, grantId, commandId, stayId } = opening;
  return { openingId, compartmentId, purpose, visitId, grantId, commandId, stayId };
}

function doorOf(state: WallState, compartmentId: string): DoorState {
  return state.doors[compartmentId] ?? closedDoor(compartmentId);
}

function withDoor(state: WallState, step: DoorStep): WallStep {
  const doors = { ...state.doors, [step.door.compartmentId]: step.door };
  return { state: { ...state, doors }, effects: step.effects };
}

function record(fact: FactContent): WallEffect {
  return { type: "record", fact };
}

function recordOpened(door: DoorState, openingId: string | null): WallEffect {
  const { compartmentId } = door;
  return record({ type: "door.opened", data: { compartmentId, openingId } } as FactContent);
}

function settle(openingId: string, outcome: "opened" | "did_not_open" | "unknown"): WallEffect {
  return record({ type: "opening.settled", data: { openingId, outcome } } as FactContent);
}

function tell(event: DoorEvent): WallEffect {
  return { type: "tell", event };
}
