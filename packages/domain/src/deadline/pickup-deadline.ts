// Until when a recipient may come. Storage time is elapsed time (72 hours are 72 hours, also over a clock
// change) without the pauses in which the locker could not serve. It never ends before a closed door:
// the deadline is the end of the storage time, but not before the site has been open (and the locker
// serving) for `lastChanceHours` in that opening, or in the next one when the site is closed by then.
// An opening that closes earlier gives its close; one below `chanceMinHours` is no chance to come.
// More storage or another pause can by this rule never make the deadline earlier.
import { type Opening, openingsFrom, type SiteHours } from "./openings.ts";
import { mergedPauses, type Pause, storageElapsedMs, storageEndsAt } from "./storage-time.ts";

/** What an opening gives before storage may end in it. */
export const lastChanceHours = 4;

/** The shortest time of open door and serving locker that counts as a chance to come. */
export const chanceMinHours = 2;

/** How long before the deadline people are reminded when the policy does not say. */
export const reminderDefaultHours = 24;

/** Reminders arrive at decent times of the site's day: from 08:00 to before 21:00. */
export const reminderFromHour = 8;
export const reminderToHour = 21;

const msPerHour = 3_600_000;

export type PickupDeadlineRequest = SiteHours & {
  readonly depositedAt: Temporal.Instant;
  /** Above 0. */
  readonly storageHours: number;
  readonly pauses: readonly Pause[];
};

/**
 * Last instant at which the recipient may take the parcel, inclusive. A site that gives no chance in
 * the weeks ahead (`openingsAheadDays`) keeps the plain end of the storage time.
 */
export function pickupDeadline(request: PickupDeadlineRequest): Temporal.Instant {
  const { depositedAt, storageHours, pauses } = request;
  const end = storageEndsAt(depositedAt, storageHours * msPerHour, pauses);
  for (const opening of openingsFrom(request, end)) {
    const chance = chanceIn(opening, end, pauses);
    if (chance !== undefined) return chance;
  }
  return end;
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
  const wishedMs = deadline.epochMilliseconds - hoursBefore * msPerHour;
  const wished = Temporal.Instant.fromEpochMilliseconds(Math.max(halfMs, wishedMs));
  const decent = atDecentHour(wished, timeZone);
  const inside =
    Temporal.Instant.compare(decent, depositedAt) > 0 &&
    Temporal.Instant.compare(decent, deadline) < 0;
  return inside ? decent : wished;
}

function chanceIn(
  opening: Opening,
  end: Temporal.Instant,
  pauses: readonly Pause[],
): Temporal.Instant | undefined {
  const { opensAt, closesAt } = opening;
  if (storageElapsedMs(opensAt, closesAt, pauses) < chanceMinHours * msPerHour) return undefined;
  const enough = storageEndsAt(opensAt, lastChanceHours * msPerHour, pauses);
  const chance = later(end, earlier(closesAt, enough));
  return isPaused(chance, pauses) ? undefined : chance;
}

// Only a closing time can lie inside a pause; the end of a storage time is outside by construction.
function isPaused(at: Temporal.Instant, pauses: readonly Pause[]): boolean {
  const atMs = at.epochMilliseconds;
  return mergedPauses(pauses).some((pause) => pause.fromMs < atMs && atMs < pause.toMs);
}

function later(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) >= 0 ? a : b;
}

function earlier(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) <= 0 ? a : b;
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
