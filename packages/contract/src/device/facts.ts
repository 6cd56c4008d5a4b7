import { z } from "zod";
import {
  commandId,
  compartmentId,
  courierId,
  grantId,
  instant,
  openingId,
  parcelId,
  stayId,
  trackingNumber,
  visitId,
} from "../primitives.ts";

/**
 * Facts: what physically happened at a locker. A fact is never refused. Every fact carries its
 * place in the kiosk's journal and the hash that chains it to the fact before, so that a gap, an
 * edit or a repetition shows.
 */
export const goods = z
  .enum(["present", "absent", "unknown"])
  .describe("What the goods sensor says; `unknown` without a sensor.");
export const purpose = z.enum(["deposit", "pickup", "collection", "reopening", "remote"]);
export const needsCheckReason = z.enum([
  "door_did_not_open",
  "door_left_open",
  "door_forced",
  "reported_empty",
  "reported_not_mine",
  "reported_occupied",
  "reported_broken",
  "outcome_unknown",
  "wrong_door_opened",
  "goods_without_stay",
]);

/** The shape of `data` for each type of fact. A new type is one entry here. */
export const factData = {
  "kiosk.started": z.strictObject({
    bootReason: z.enum(["first_start", "clean_stop", "crash", "power_lost"]),
    version: z.string().max(40),
    openingsSettled: z.int().min(0),
  }),
  "visit.started": z.strictObject({
    visitId,
    kind: z.enum(["deposit", "pickup", "collection", "remote"]),
    grantId: grantId.nullable(),
    courierId: courierId.nullable(),
  }),
  "visit.ended": z.strictObject({
    visitId,
    outcome: z.enum(["completed", "cancelled", "timed_out", "interrupted"]),
  }),
  "opening.intended": z.strictObject({
    openingId,
    visitId: visitId.nullable(),
    grantId: grantId.nullable(),
    commandId: commandId.nullable(),
    compartmentId,
    purpose,
  }),
  "opening.pulsed": z.strictObject({
    openingId,
    actuation: z
      .enum(["acknowledged", "unknown", "refused"])
      .describe("`unknown`: sent, no answer. `refused`: nothing was sent."),
  }),
  "opening.settled": z.strictObject({
    openingId,
    outcome: z.enum(["opened", "did_not_open", "unknown"]),
  }),
  "door.opened": z.strictObject({ compartmentId, openingId: openingId.nullable() }),
  "door.closed": z.strictObject({
    compartmentId,
    openingId: openingId.nullable(),
    openMs: z.int().min(0),
    goods,
  }),
  "door.left_open": z.strictObject({
    compartmentId,
    openingId: openingId.nullable(),
    openMs: z.int().min(0),
  }),
  "door.forced": z.strictObject({ compartmentId }),
  "deposit.confirmed": z.strictObject({
    visitId,
    stayId,
    parcelId,
    trackingNumber,
    compartmentId,
    courierId: courierId.nullable(),
    goods,
  }),
  "deposit.refused": z.strictObject({
    visitId,
    parcelId: parcelId.nullable(),
    trackingNumber,
    reason: z.enum([
      "not_expected",
      "does_not_fit",
      "full",
      "nothing_low_enough",
      "already_deposited",
      "cancelled",
    ]),
  }),
  "pickup.confirmed": z.strictObject({
    visitId,
    stayId,
    parcelId,
    compartmentId,
    grantId,
    goods,
  }),
  "pickup.disputed": z.strictObject({
    visitId,
    stayId,
    parcelId,
    compartmentId,
    complaint: z.enum(["empty", "not_mine"]),
  }),
  "collection.confirmed": z.strictObject({
    visitId,
    stayId,
    parcelId,
    compartmentId,
    courierId: courierId.nullable(),
    goods,
  }),
  "compartment.needs_check": z.strictObject({
    compartmentId,
    reason: needsCheckReason,
    visitId: visitId.nullable(),
  }),
  "access.refused": z.strictObject({
    way: z.enum(["code", "qr", "badge", "presence"]),
    reason: z.string().max(60),
    failuresInRow: z.int().min(0),
  }),
  "access.alarm": z.strictObject({ failuresInDay: z.int().min(0) }),
  "remote.refused": z.strictObject({ commandId, reason: z.string().max(60) }),
  "clock.stepped": z.strictObject({
    fromAt: instant,
    toAt: instant,
    accepted: z.boolean(),
  }),
  "frames.dropped": z.strictObject({ count: z.int().min(1), reason: z.string().max(60) }),
  "board.silent": z.strictObject({ bus: z.string().max(40), board: z.int().min(0) }),
  "board.answered": z.strictObject({ bus: z.string().max(40), board: z.int().min(0) }),
  "journal.quarantined": z.strictObject({ reason: z.string().max(200) }),
  "config.applied": z.strictObject({ version: z.int().min(0) }),
} as const;

export type FactType = keyof typeof factData;
export type FactData<Type extends FactType> = z.infer<(typeof factData)[Type]>;

/** What the fact says, without its place in the journal. */
export type FactContent = {
  [Type in FactType]: { readonly type: Type; readonly data: FactData<Type> };
}[FactType];

/** Largest `data` of one fact, as JSON text. */
export const factDataBytesMax = 2_000;
/** Most facts in one `facts` frame. */
export const factsPerFrameMax = 200;

/**
 * A fact on the wire. `hash` is the lower-case hex SHA-256 of the previous fact's hash (64 zeros
 * before the first), `seq`, `at`, `type` and the canonical JSON of `data`, joined by line feeds.
 */
export const factEnvelope = z.strictObject({
  seq: z.int().min(1),
  at: instant.describe("When it happened, by the kiosk's clock."),
  type: z.string().min(1).max(60),
  data: z.record(z.string(), z.unknown()),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type FactEnvelope = z.infer<typeof factEnvelope>;

export const firstFactHash = "0".repeat(64);

/** The text that is hashed to chain a fact to the one before it. */
export function factHashText(
  previousHash: string,
  fact: Pick<FactEnvelope, "seq" | "at" | "type" | "data">,
): string {
  return [previousHash, fact.seq, fact.at, fact.type, canonicalJson(fact.data)].join("\n");
}

/** JSON with the keys of every object in code-unit order: the same value gives the same text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`);
    return `{${entries.join(",")}}`;
  }
  return JSON.stringify(value);
}

/** Reads a fact's `data` by its type. `null`: a type or shape that this version does not know. */
export function readFactContent(fact: Pick<FactEnvelope, "type" | "data">): FactContent | null {
  if (!Object.hasOwn(factData, fact.type)) return null;
  const type = fact.type as FactType;
  const read = factData[type].safeParse(fact.data);
  return read.success ? ({ type, data: read.data } as FactContent) : null;
}
