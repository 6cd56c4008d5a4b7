import { describe, expect, test } from "vitest";
import {
  transitionWall,
  type WallEffect,
  type WallInput,
  type WallStep,
} from "./door-transition.ts";
import {
  isMoving,
  latePullMs,
  type OpeningOrigin,
  pulseAnswerMaxMs,
  startWall,
  strayPulseMs,
  type WallState,
} from "./wall-state.ts";

const times = { openWatchMs: 5_000, remindMs: [15_000, 30_000], leftOpenMs: 180_000 };
const a = "cmp_a";
const b = "cmp_b";

function opening(compartmentId = a, openingId = "opn_1"): OpeningOrigin {
  return {
    openingId,
    compartmentId,
    purpose: "pickup",
    visitId: "vis_1",
    grantId: "grt_1",
    commandId: null,
    stayId: "sty_1",
  };
}

const intended = (atMs = 0, origin = opening()): WallInput => ({ type: "intended", origin, atMs });
const pulsed = (
  atMs = 10,
  actuation: "acknowledged" | "unknown" | "refused" = "acknowledged",
  openingId = "opn_1",
): WallInput => ({ type: "pulsed", openingId, actuation, atMs });
function read(
  atMs: number,
  doors: Record<string, "open" | "closed" | "unknown">,
  goods: "present" | "absent" | "unknown" = "unknown",
): WallInput {
  const readings = Object.entries(doors).map(([compartmentId, door]) => ({
    compartmentId,
    door,
    goods,
  }));
  return { type: "read", readings, atMs };
}

/** Given a wall where both doors were seen shut, when inputs come, then the effects of the last. */
function wallAfter(...inputs: readonly WallInput[]): WallStep {
  let step: WallStep = { state: startWall([a, b], times, true), effects: [] };
  for (const input of [read(-1_000, { [a]: "closed", [b]: "closed" }), ...inputs]) {
    step = transitionWall(step.state, input);
  }
  return step;
}

const facts = (effects: readonly WallEffect[]) =>
  effects.flatMap((effect) => (effect.type === "record" ? [effect.fact] : []));
const types = (step: WallStep) => facts(step.effects).map((fact) => fact.type);
const told = (step: WallStep) =>
  step.effects.flatMap((effect) => (effect.type === "tell" ? [effect.event.type] : []));
const doubts = (step: WallStep) =>
  step.effects.flatMap((effect) =>
    effect.type === "doubt" ? [[effect.compartmentId, effect.reason]] : [],
  );
const opened = [intended(), pulsed(), read(100, { [a]: "open" })];

describe("a door that is opened with a right", () => {
  test("counts as opened with the first reading after the pulse", () => {
    const step = wallAfter(...opened);
    expect(types(step)).toEqual(["opening.settled", "door.opened"]);
    expect(told(step)).toEqual(["opened"]);
    expect(isMoving(step.state)).toBe(true);
  });

  test("counts as shut when two readings agree, because contacts bounce", () => {
    const once = wallAfter(...opened, read(5_000, { [a]: "closed" }, "absent"));
    expect(once.effects).toEqual([]);
    const bounced = wallAfter(
      ...opened,
      read(5_000, { [a]: "closed" }),
      read(5_100, { [a]: "open" }),
      read(5_200, { [a]: "closed" }),
    );
    expect(bounced.effects).toEqual([]);
    const twice = wallAfter(
      ...opened,
      read(5_000, { [a]: "closed" }, "absent"),
      read(5_100, { [a]: "closed" }, "absent"),
    );
    expect(facts(twice.effects)[0]?.data).toEqual({
      compartmentId: a,
      openingId: "opn_1",
      openMs: 5_000,
      goods: "absent",
    });
    expect(told(twice)).toEqual(["closed"]);
    expect(isMoving(twice.state)).toBe(false);
  });

  test("is not taken to be open by a reading from before the pulse", () => {
    expect(wallAfter(intended(), read(5, { [a]: "open" })).effects).toEqual([]);
  });

  test("is called to mind once per reminder, and to be left open once", () => {
    const first = wallAfter(...opened, read(15_200, { [a]: "open" }));
    expect(told(first)).toEqual(["remind"]);
    expect(transitionWall(first.state, read(16_000, { [a]: "open" })).effects).toEqual([]);
    const left = wallAfter(...opened, read(180_200, { [a]: "open" }));
    expect(types(left)).toEqual(["door.left_open"]);
    expect(told(left)).toEqual(["remind", "left_open"]);
    expect(doubts(left)).toEqual([[a, "door_left_open"]]);
    expect(transitionWall(left.state, read(190_000, { [a]: "open" })).effects).toEqual([]);
  });

  test("stays open while its board is silent", () => {
    const step = wallAfter(...opened, read(2_000, { [a]: "unknown" }));
    expect(step.effects).toEqual([]);
    expect(step.state.doors[a]?.sensed).toBe("open");
  });
});

describe("a door that does not open", () => {
  test("is given up after the watch, and doubted", () => {
    const step = wallAfter(intended(), pulsed(), read(5_020, { [a]: "closed" }));
    expect(facts(step.effects)[0]?.data).toMatchObject({ outcome: "did_not_open" });
    expect(doubts(step)).toEqual([[a, "door_did_not_open"]]);
    expect(told(step)).toEqual(["did_not_open"]);
    expect(step.effects).toContainEqual({ type: "finish", openingId: "opn_1" });
  });

  test("has an unknown outcome when no sensor spoke since the pulse", () => {
    const step = wallAfter(intended(), pulsed(), read(5_020, { [a]: "unknown" }));
    expect(facts(step.effects)[0]?.data).toMatchObject({ outcome: "unknown" });
    expect(doubts(step)).toEqual([[a, "outcome_unknown"]]);
  });

  test("is not waited for while the watch lasts", () => {
    expect(wallAfter(intended(), pulsed(), read(4_000, { [a]: "closed" })).effects).toEqual([]);
  });

  test("is not doubted when nothing was sent", () => {
    const step = wallAfter(intended(), pulsed(10, "refused"));
    expect(types(step)).toEqual(["opening.pulsed", "opening.settled"]);
    expect(doubts(step)).toEqual([]);
  });

  test("has an unknown outcome when the board never answered at all", () => {
    const waiting = wallAfter(intended(), read(pulseAnswerMaxMs - 1, { [a]: "closed" }));
    expect(waiting.effects).toEqual([]);
    const step = wallAfter(intended(), read(pulseAnswerMaxMs, { [a]: "closed" }));
    expect(facts(step.effects)[0]?.data).toMatchObject({ outcome: "unknown" });
    const late = transitionWall(step.state, pulsed(pulseAnswerMaxMs + 1));
    expect(types(late)).toEqual(["opening.pulsed"]);
  });

  test("may still be pulled for half a minute, and belongs to its opening", () => {
    const given = [intended(), pulsed(), read(5_020, { [a]: "closed" })];
    const pulled = wallAfter(...given, read(20_000, { [a]: "open" }));
    expect(types(pulled)).toEqual(["door.opened"]);
    expect(told(pulled)).toEqual(["opened"]);
    const forgotten = wallAfter(...given, read(latePullMs + 11, { [a]: "closed" }));
    expect(forgotten.state.doors[a]?.opening).toBeNull();
    const kept = wallAfter(...given, read(latePullMs, { [a]: "closed" }));
    expect(kept.state.doors[a]?.opening).not.toBeNull();
  });
});

describe("a door that opens without a right", () => {
  test("is forced when two readings say so", () => {
    expect(wallAfter(read(1_000, { [a]: "open" })).effects).toEqual([]);
    const step = wallAfter(read(1_000, { [a]: "open" }), read(1_100, { [a]: "open" }));
    expect(types(step)).toEqual(["door.forced"]);
    expect(doubts(step)).toEqual([[a, "door_forced"]]);
    expect(told(step)).toEqual(["forced"]);
  });

  test("was noise when the next reading says shut", () => {
    const step = wallAfter(
      read(1_000, { [a]: "open" }),
      read(1_100, { [a]: "closed" }),
      read(1_200, { [a]: "open" }),
    );
    expect(step.effects).toEqual([]);
  });

  test("is recorded shut, left open and without reminders, but tells nobody of a visit", () => {
    const forced = [read(1_000, { [a]: "open" }), read(1_100, { [a]: "open" })];
    const left = wallAfter(...forced, read(182_000, { [a]: "open" }));
    expect(facts(left.effects)[0]?.data).toMatchObject({ openingId: null });
    expect(told(left)).toEqual(["left_open"]);
    const shut = wallAfter(
      ...forced,
      read(3_000, { [a]: "closed" }),
      read(3_100, { [a]: "closed" }),
    );
    expect(types(shut)).toEqual(["door.closed"]);
    expect(told(shut)).toEqual([]);
  });

  test("is forced when an old opening of it is long over", () => {
    const step = wallAfter(
      intended(),
      pulsed(),
      read(5_020, { [a]: "closed" }),
      read(latePullMs + 20, { [a]: "open" }),
      read(latePullMs + 120, { [a]: "open" }),
    );
    expect(types(step)).toEqual(["door.forced"]);
  });

  test("is no burglary on the first look at a new locker", () => {
    let step: WallStep = { state: startWall([a, b], times, false), effects: [] };
    const both = (atMs: number) => read(atMs, { [a]: "open", [b]: "closed" });
    step = transitionWall(step.state, read(0, { [a]: "unknown", [b]: "unknown" }));
    step = transitionWall(step.state, both(100));
    expect(types(step)).toEqual(["door.opened"]);
    expect(doubts(step)).toEqual([]);
    step = transitionWall(step.state, read(200, { [b]: "open" }));
    step = transitionWall(step.state, read(300, { [b]: "open" }));
    expect(types(step)).toEqual(["door.forced"]);
  });
});

describe("a pulse that moves another door", () => {
  const meant = [intended(), pulsed()];

  test("is stopped, and both doors are doubted", () => {
    const step = wallAfter(
      ...meant,
      read(100, { [a]: "closed", [b]: "open" }),
      read(200, { [a]: "closed", [b]: "open" }),
    );
    expect(types(step)).toEqual(["door.opened", "opening.settled"]);
    expect(doubts(step)).toEqual([
      [b, "wrong_door_opened"],
      [a, "wrong_door_opened"],
    ]);
    expect(told(step)).toEqual(["wrong_door"]);
    const later = transitionWall(step.state, read(6_000, { [a]: "closed" }));
    expect(later.effects).toEqual([]);
  });

  test("is seen also when the meant door opened with it", () => {
    const step = wallAfter(
      ...meant,
      read(100, { [a]: "open", [b]: "open" }),
      read(200, { [a]: "open", [b]: "open" }),
    );
    expect(told(step)).toEqual(["wrong_door"]);
    expect(types(step)).toEqual(["door.opened"]);
  });

  test("is a forced door when it comes much later", () => {
    const step = wallAfter(
      ...meant,
      read(100, { [a]: "open" }),
      read(strayPulseMs + 100, { [b]: "open" }),
      read(strayPulseMs + 200, { [b]: "open" }),
    );
    expect(types(step)).toEqual(["door.forced"]);
  });
});

describe("a door that is opened again while it stands open", () => {
  const again = opening(a, "opn_2");

  test("ends the earlier opening and goes on under the new one", () => {
    const second = wallAfter(...opened, intended(3_000, again));
    expect(second.effects).toEqual([{ type: "finish", openingId: "opn_1" }]);
    const step = wallAfter(
      ...opened,
      intended(3_000, again),
      pulsed(3_010, "acknowledged", "opn_2"),
      read(3_100, { [a]: "open" }),
    );
    expect(facts(step.effects)[0]?.data).toMatchObject({ openingId: "opn_2", outcome: "opened" });
  });

  test("that is shut before the new pulse does not end the new opening", () => {
    const step = wallAfter(
      ...opened,
      intended(3_000, again),
      read(3_010, { [a]: "closed" }),
      read(3_020, { [a]: "closed" }),
    );
    expect(facts(step.effects)[0]?.data).toMatchObject({ openingId: null });
    expect(step.state.doors[a]?.opening?.openingId).toBe("opn_2");
  });
});

describe("what changes around the doors", () => {
  test("a door that was open before a restart is watched on from when it opened", () => {
    const step = wallAfter({ type: "resumed", origin: opening(), openForMs: 60_000, atMs: 0 });
    expect(step.state.doors[a]?.openSinceMs).toBe(-60_000);
    const shut = [read(100, { [a]: "closed" }), read(200, { [a]: "closed" })].reduce(
      (now, input) => transitionWall(now.state, input),
      step,
    );
    expect(facts(shut.effects)[0]?.data).toMatchObject({ openMs: 60_200 });
  });

  test("a new layout keeps the state of doors that stay and forgets the others", () => {
    const step = wallAfter(...opened, {
      type: "replanned",
      compartmentIds: [a, "cmp_c"],
      times,
    });
    const doors: WallState["doors"] = step.state.doors;
    expect(Object.keys(doors)).toEqual([a, "cmp_c"]);
    expect(doors[a]?.sensed).toBe("open");
    expect(doors["cmp_c"]?.sensed).toBe("unknown");
  });

  test("a reading of a door that is in no layout is passed over", () => {
    expect(wallAfter(read(0, { cmp_strange: "open" })).effects).toEqual([]);
  });

  test("a pulse of an opening that nobody knows is only recorded", () => {
    expect(types(wallAfter(pulsed(0, "unknown", "opn_9")))).toEqual(["opening.pulsed"]);
  });

  test("an opening of a compartment that left the layout is watched all the same", () => {
    const step = wallAfter(intended(0, opening("cmp_gone")), pulsed());
    expect(step.state.doors["cmp_gone"]?.opening?.phase).toBe("watching");
  });
});
