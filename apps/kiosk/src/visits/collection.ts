// A courier takes out what nobody may collect any more.

import type { DoorEvent } from "../doors/door-transition.ts";
import { doubtCompartment } from "../doors/effect-writer.ts";
import type { Journal } from "../journal/journal.ts";
import type { KeptStay } from "../journal/stays.ts";
import { type Desk, openDoor, recordFact, refuse, setStep } from "./desk.ts";
import type { Visit } from "./visit.ts";

/** Stays that no grant on the list opens any more. */
export function overdueStays(
  journal: Pick<Journal, "stays" | "grants">,
  now: Temporal.Instant,
): KeptStay[] {
  return journal.stays
    .open()
    .filter((stay) =>
      journal.grants
        .pickupGrantsOf(stay.parcelId)
        .every(
          ({ grant }) => Temporal.Instant.compare(now, Temporal.Instant.from(grant.notAfter)) > 0,
        ),
    );
}

export function collectionLeft(desk: Desk, visit: Visit): KeptStay[] {
  return overdueStays(desk.journal, desk.now()).filter(
    (stay) => !visit.skipped.includes(stay.stayId),
  );
}

export function openForCollection(desk: Desk, visit: Visit): void {
  const [stay] = collectionLeft(desk, visit);
  if (stay === undefined) {
    setStep(desk, visit, { step: "courier_ready" });
    return;
  }
  openStayForCollection(desk, visit, stay);
}

export function openStayForCollection(desk: Desk, visit: Visit, stay: KeptStay): void {
  const { compartmentId, stayId } = stay;
  const door = openDoor(desk, visit, { compartmentId, purpose: "collection", stayId });
  const opened = { ...visit.opened, [stayId]: (visit.opened[stayId] ?? 0) + 1 };
  setStep(desk, { ...visit, opened }, { step: "collection_door", stay, door });
}

/** The next door opens by itself: a courier with full hands presses nothing. */
export function closeCollectionDoor(
  desk: Desk,
  event: Extract<DoorEvent, { type: "closed" }>,
): void {
  const { origin, goods } = event;
  const stay = desk.journal.stays.open().find((one) => one.stayId === origin.stayId);
  const { visit } = desk.state;
  const isDisputed = desk.disputedOpenings.has(origin.openingId);
  const isTaken = goods !== "present" && !isDisputed;
  desk.journal.transact(() => {
    if (stay !== undefined && isTaken) confirmCollection(desk, stay, event);
    desk.journal.openings.finish(origin.openingId);
  });
  desk.disputedOpenings.delete(origin.openingId);
  if (visit?.step.step !== "collection_door") return;
  if (visit.step.door.openingId !== origin.openingId) return;
  const skipped = isTaken ? visit.skipped : [...visit.skipped, visit.step.stay.stayId];
  openForCollection(desk, { ...visit, skipped });
}

export function confirmCollection(
  desk: Pick<Desk, "journal" | "now">,
  stay: KeptStay,
  event: Pick<Extract<DoorEvent, { type: "closed" }>, "origin" | "goods">,
): void {
  const { visitId, grantId } = event.origin;
  if (visitId === null) return;
  // Whoever opened the door took the parcel out, also when the next person is at the desk by now.
  const listed = grantId === null ? undefined : desk.journal.grants.find(grantId);
  const courierId = listed?.grant.courierId ?? null;
  const { stayId, parcelId, compartmentId } = stay;
  const { goods } = event;
  recordFact(desk, "collection.confirmed", {
    visitId,
    stayId,
    parcelId,
    compartmentId,
    courierId,
    goods,
  });
  desk.journal.stays.end(stayId, "collection", desk.now());
}

/** The courier finds nothing behind the door. */
export function reportCollectionEmpty(desk: Desk, visit: Visit): void {
  if (visit.step.step !== "collection_door") {
    refuse(desk, "not_allowed_now");
    return;
  }
  const { stay, door } = visit.step;
  const { stayId, parcelId, compartmentId } = stay;
  const { visitId } = visit;
  desk.journal.transact(() => {
    recordFact(desk, "pickup.disputed", {
      visitId,
      stayId,
      parcelId,
      compartmentId,
      complaint: "empty",
    });
    doubtCompartment(
      desk.journal,
      { compartmentId, reason: "reported_empty", visitId },
      desk.now(),
    );
    desk.journal.openings.dispute(door.openingId);
  });
  desk.disputedOpenings.add(door.openingId);
  openForCollection(desk, { ...visit, skipped: [...visit.skipped, stayId] });
}
