// Until when a recipient may come. Storage time is elapsed time (72 hours are 72 hours, also over a clock
// change) without the pauses in which the locker could not serve. It never ends before a closed door:
// - the site is open when it ends: that is the deadline;
// - otherwise the deadline moves to the close of the next opening of at least `lastChanceHours`, but
//   at most `lastChanceMaxHours` after that opening begins (an opening may last for days).
// A site without any such opening in the weeks ahead keeps the plain end.

import { openingAt, openingsAround, type SiteHours } from "./openings.ts";
import { mergedPauses, type Pause, storageEndsAt } from "./storage-time.ts";

/** The shortest opening that counts as a chance to come. */
export const lastChanceHours = 2;

/** The most that is given after the next opening begins. */
export const lastChanceMaxHours = 12;

/** How long before the deadline people are reminded when the policy does not say. */
export const reminderDefaultHours = 24;

/** Reminders arrive at decent times of the site's day: from 08:00 to before 21:00. */
export const reminderFromHour = 8;
export const reminderToHour = 21;

export type PickupDeadlineRequest = SiteHours & {
  readonly depositedAt: Temporal.Instant;
  /** Above 0. */
  readonly storageHours: number;
  readonly pauses: readonly Pause[];
};

/** Last instant at which the recipient may take the parcel, inclusive. */
export function pickupDeadline(request: PickupDeadlineRequest): Temporal.Instant {
  const { depositedAt, storageHours, pauses } = request;
  const end = storageEndsAt(depositedAt, storageHours * 3_600_000, pauses);
  if (openingAt(request, end) !== undefined) return end;
  const moved = nextChance(request, end);
  return moved === undefined ? end : afterPauses(request, end, moved);
}

/**
 * When to remind: `hoursBefore` the deadline, but not in the first half of the storage, and moved into
 * decent hours of the site's day as long as it stays between deposit and deadline.
 */
export function reminderAt(request: {
  readonly depositedAt: Temporal.Instant;
  readonly pickupDeadline: Temporal.Instant;
  readonly timeZone: string;
  readonly hoursBefore?: number;
}): Temporal.Instant {
  const { depositedAt, pickupDeadline: deadline, timeZone } = request;
  const hoursBefore = request.hoursBefore ?? reminderDefaultHours;
  const startMs = depositedAt.epochMilliseconds;
  const halfMs = Math.floor((startMs + deadline.epochMilliseconds) / 2);
  const wishedMs = deadline.epochMilliseconds - hoursBefore * 3_600_000;
  const wished = Temporal.Instant.fromEpochMilliseconds(Math.max(halfMs, wishedMs));
  const decent = atDecentHour(wished, timeZone);
  const inside =
    Temporal.Instant.compare(decent, depositedAt) > 0 &&
    Temporal.Instant.compare(decent, deadline) < 0;
  return inside ? decent : wished;
}

function nextChance(hours: SiteHours, end: Temporal.Instant): Temporal.Instant | undefined {
  const opening = openingsAround(hours, end).find((one) => {
    const earliestClose = one.opensAt.add({ hours: lastChanceHours });
    return Temporal.Instant.compare(earliestClose, one.closesAt) <= 0;
  });
  if (opening === undefined) return undefined;
  const latest = opening.opensAt.add({ hours: lastChanceMaxHours });
  return Temporal.Instant.compare(opening.closesAt, latest) < 0 ? opening.closesAt : latest;
}

// A pause between the end of storage and the moved deadline takes the chance away again, so it is
// given once more, from the end of that pause.
function afterPauses(
  request: PickupDeadlineRequest,
  end: Temporal.Instant,
  moved: Temporal.Instant,
): Temporal.Instant {
  const disturbing = mergedPauses(request.pauses).find(
    (pause) => pause.toMs > end.epochMilliseconds && pause.fromMs <= moved.epochMilliseconds,
  );
  if (disturbing === undefined) return moved;
  const resumed = Temporal.Instant.fromEpochMilliseconds(disturbing.toMs);
  return pickupDeadline({ ...request, depositedAt: resumed, storageHours: lastChanceHours });
}

function atDecentHour(at: Temporal.Instant, timeZone: string): Temporal.Instant {
  const local = at.toZonedDateTimeISO(timeZone);
  if (local.hour < reminderFromHour) {
    return local.withPlainTime({ hour: reminderFromHour }).toInstant();
  }
  if (local.hour >= reminderToHour) {
    return local.withPlainTime({ hour: reminderToHour - 1 }).toInstant();
  }
  return at;
}
