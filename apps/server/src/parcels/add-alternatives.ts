import type { Alternatives } from "../capacity/find-alternatives.ts";
import { findAlternatives } from "../capacity/find-alternatives.ts";
import type { Refusal, RefusalType } from "../platform/http/refusals.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { measuresOf } from "./announcement.ts";
import type { Judged } from "./judge-announcements.ts";

const refusalsWithAlternatives: ReadonlySet<RefusalType> = new Set([
  "full",
  "nothing_fits",
  "nothing_low_enough",
  "locker_not_serving",
]);

/** Looks for alternatives in one batch at most; further refused rows come without. */
const searchesMax = 20;

/** The refusals of a batch, those about room with the nearest lockers that would say yes. */
export async function addAlternatives(
  tx: Tx,
  judged: readonly Judged[],
  now: Temporal.Instant,
): Promise<Map<number, Refusal>> {
  const found = new Map<string, Alternatives>();
  const refusals = new Map<number, Refusal>();
  for (const one of judged) {
    if (one.outcome !== "refused") continue;
    const { row, refusal } = one;
    refusals.set(row.index, refusal);
    const { lockerId, parcel, recipient } = row.announcement;
    if (!refusalsWithAlternatives.has(refusal.type) || lockerId === undefined) continue;
    const needsLow = recipient.needsLowCompartment;
    const key = JSON.stringify([lockerId, parcel, needsLow]);
    if (!found.has(key) && found.size >= searchesMax) continue;
    const wish = { lockerId, measures: measuresOf(parcel), needsLow };
    const alternatives = found.get(key) ?? (await findAlternatives(tx, wish, now));
    found.set(key, alternatives);
    refusals.set(row.index, { ...refusal, alternatives });
  }
  return refusals;
}
