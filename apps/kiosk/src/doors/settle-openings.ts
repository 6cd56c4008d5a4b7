// After a crash or a power cut: every opening that was not over is settled from the journal and the
// sensors. What cannot be known is called unknown, and a person looks at the compartment.
import type { FactContent } from "@pigeonhole/contract/device/facts";
import type { Journal } from "../journal/journal.ts";
import type { KeptOpening } from "../journal/openings.ts";
import { confirmCollection } from "../visits/collection.ts";
import { confirmPickup } from "../visits/pickup.ts";
import type { DoorRunner } from "./door-runner.ts";
import { doubtCompartment } from "./effect-writer.ts";
import type { Goods, OpeningOrigin, Sensed } from "./wall-state.ts";

export type SettleDeps = {
  readonly journal: Journal;
  readonly doors: DoorRunner;
  readonly now: () => Temporal.Instant;
};

type Seen = { readonly door: Sensed; readonly goods: Goods };

/** Call after the doors were read once. Returns how many openings were settled. */
export function settleOpenings(deps: SettleDeps): number {
  const unfinished = deps.journal.openings.unfinished();
  for (const opening of unfinished) {
    const seen = seenNow(deps, opening);
    const isStillOpen = seen.door === "open" && opening.stage !== "closed";
    deps.journal.transact(() => {
      if (isStillOpen) noteStillOpen(deps, opening);
      else settleShut(deps, opening, seen);
    });
    if (isStillOpen) deps.doors.resume(originOf(opening), openForMs(deps, opening));
  }
  return unfinished.length;
}

// A single reading "open" is only doubted by the watch, because nothing explains it there; here the
// opening explains it.
function seenNow(deps: SettleDeps, opening: KeptOpening): Seen {
  const door = deps.doors.door(opening.compartmentId);
  const isOpen = door?.doubted === "open" || door?.sensed === "open";
  return { door: isOpen ? "open" : (door?.sensed ?? "unknown"), goods: door?.goods ?? "unknown" };
}

function noteStillOpen(deps: SettleDeps, opening: KeptOpening): void {
  if (opening.stage === "open") return;
  const { openingId, compartmentId } = opening;
  record(deps, "opening.settled", { openingId, outcome: "opened" });
  record(deps, "door.opened", { compartmentId, openingId });
  deps.journal.openings.reach(openingId, "open", deps.now());
}

function settleShut(deps: SettleDeps, opening: KeptOpening, seen: Seen): void {
  const { openingId, compartmentId } = opening;
  switch (opening.stage) {
    case "intended":
    case "pulsed":
      // It may have opened and been shut again while nobody watched.
      record(deps, "opening.settled", { openingId, outcome: "unknown" });
      doubt(deps, opening);
      break;
    case "open":
      if (seen.door === "closed") {
        const openMs = Math.round(openForMs(deps, opening));
        record(deps, "door.closed", { compartmentId, openingId, openMs, goods: seen.goods });
      }
      concludeUnwatched(deps, opening, seen);
      break;
    case "closed":
      concludeWatched(deps, opening, seen);
      break;
  }
  deps.journal.openings.finish(openingId);
}

/** The door was shut while nobody watched: only a sensor that sees no goods proves a removal. */
function concludeUnwatched(deps: SettleDeps, opening: KeptOpening, seen: Seen): void {
  const isEmpty = seen.door === "closed" && seen.goods === "absent";
  if (!isEmpty) {
    doubt(deps, opening);
    return;
  }
  concludeRemoval(deps, opening, seen.goods);
}

/** The door was seen to open and to shut; only what follows from it was cut off. */
function concludeWatched(deps: SettleDeps, opening: KeptOpening, seen: Seen): void {
  const isRemoval = opening.purpose !== "deposit" && seen.goods !== "present";
  if (isRemoval) concludeRemoval(deps, opening, seen.goods);
  else if (seen.goods !== "absent") doubt(deps, opening);
}

function concludeRemoval(deps: SettleDeps, opening: KeptOpening, goods: Goods): void {
  const stay = deps.journal.stays.open().find((one) => one.stayId === opening.stayId);
  if (stay === undefined) return;
  const event = { origin: originOf(opening), goods };
  if (opening.purpose === "collection") confirmCollection(deps, stay, event);
  else confirmPickup(deps, stay, event);
}

function doubt(deps: SettleDeps, opening: KeptOpening): void {
  const { compartmentId, visitId } = opening;
  const reason = "outcome_unknown";
  doubtCompartment(deps.journal, { compartmentId, visitId, reason }, deps.now());
}

function record(deps: SettleDeps, type: FactContent["type"], data: object): void {
  deps.journal.facts.record({ type, data } as FactContent, deps.now());
}

function openForMs(deps: SettleDeps, opening: KeptOpening): number {
  if (opening.openedAt === null) return 0;
  const openedAt = Temporal.Instant.from(opening.openedAt);
  return Math.max(0, deps.now().epochMilliseconds - openedAt.epochMilliseconds);
}

function originOf(opening: KeptOpening): OpeningOrigin {
  const { openingId, compartmentId, purpose, visitId, grantId, commandId, stayId } = opening;
  return { openingId, compartmentId, purpose, visitId, grantId, commandId, stayId };
}
