import { z } from "zod";
import { commandId, compartmentCondition, compartmentId, grantId, instant } from "../primitives.ts";
import { kioskConfig } from "./config.ts";
import { factEnvelope, factsPerFrameMax, goods } from "./facts.ts";
import { grant, grantsPerFrameMax } from "./grants.ts";

/**
 * The device link: one WebSocket per kiosk, sub-protocol `pigeonhole.v1`, one JSON frame a message.
 * Only `hello` is answered before `welcome`. Frames may come twice, late or after a reconnect; the
 * ids and sequence numbers inside them, not the transport, make that harmless.
 */
export const deviceSubprotocol = "pigeonhole.v1";
export const devicePath = "/v1/device";
/** Largest frame either side accepts. */
export const deviceFrameBytesMax = 1_000_000;

const epoch = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .describe("Made anew with every new journal.");

const hello = z.strictObject({
  type: z.literal("hello"),
  epoch,
  lastSeq: z.int().min(0).describe("Sequence number of the last fact in the journal; 0: none."),
  grantsVersion: z.int().min(0),
  configVersion: z.int().min(0),
  firmware: z.string().max(40),
  bootReason: z.enum(["first_start", "clean_stop", "crash", "power_lost"]),
});

const facts = z.strictObject({
  type: z.literal("facts"),
  epoch,
  facts: z.array(factEnvelope).min(1).max(factsPerFrameMax),
});

const grantsWanted = z.strictObject({
  type: z.literal("grants_wanted"),
  haveVersion: z.int().min(0),
});

const reply = z.strictObject({
  type: z.literal("reply"),
  commandId,
  outcome: z.enum(["done", "refused"]),
  reason: z.string().max(60).nullable(),
});

const status = z.strictObject({
  type: z.literal("status"),
  at: instant,
  serving: z.boolean(),
  reason: z.string().max(60).nullable(),
  grantsVersion: z.int().min(0),
  configVersion: z.int().min(0),
  factsWaiting: z.int().min(0),
  doors: z
    .array(z.strictObject({ compartmentId, door: z.enum(["open", "closed", "unknown"]), goods }))
    .max(2_048),
});

/** From the kiosk to the cloud. */
export const upFrame = z.discriminatedUnion("type", [hello, facts, grantsWanted, reply, status]);

const welcome = z.strictObject({
  type: z.literal("welcome"),
  accepted: z.boolean().describe("False: quarantined; nothing is acted on, facts are still taken."),
  ackedSeq: z.int().min(0),
  serverTime: instant,
  configVersion: z.int().min(0),
  grantsVersion: z.int().min(0),
  factsInFlightMax: z.int().min(1).describe("How many facts may wait for an ack at a time."),
});

const ack = z.strictObject({
  type: z.literal("ack"),
  epoch,
  seq: z.int().min(0).describe("All facts up to this one are in the cloud's database."),
});

const grants = z.strictObject({
  type: z.literal("grants"),
  version: z.int().min(1),
  base: z.int().min(0).describe("The version this builds on; 0: the whole list, forget the old."),
  more: z.boolean().describe("True: the next frame continues this one; apply them together."),
  upserts: z.array(grant).max(grantsPerFrameMax),
  removals: z.array(grantId).max(5_000),
});

const config = z.strictObject({
  type: z.literal("config"),
  version: z.int().min(1),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe("SHA-256 of the canonical JSON of `config`."),
  config: kioskConfig,
});

const command = z.strictObject({
  type: z.literal("command"),
  commandId,
  expiresAt: instant,
  command: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("open"),
      grantId,
      compartmentId,
      presenceCode: z
        .string()
        .regex(/^\d{4}$/)
        .describe("What the screen showed; proves that somebody stands there."),
    }),
    z.strictObject({ kind: z.literal("report_status") }),
    z.strictObject({
      kind: z.literal("set_condition"),
      compartmentId,
      condition: compartmentCondition,
    }),
  ]),
});

const time = z.strictObject({ type: z.literal("time"), serverTime: instant });

/** From the cloud to the kiosk. */
export const downFrame = z.discriminatedUnion("type", [
  welcome,
  ack,
  grants,
  config,
  command,
  time,
]);

export type UpFrame = z.infer<typeof upFrame>;
export type DownFrame = z.infer<typeof downFrame>;
export type HelloFrame = z.infer<typeof hello>;
export type FactsFrame = z.infer<typeof facts>;
export type StatusFrame = z.infer<typeof status>;
export type ReplyFrame = z.infer<typeof reply>;
export type WelcomeFrame = z.infer<typeof welcome>;
export type GrantsFrame = z.infer<typeof grants>;
export type ConfigFrame = z.infer<typeof config>;
export type CommandFrame = z.infer<typeof command>;

/** Close codes of the device link. */
export const deviceCloseCodes = {
  badFrame: 4400,
  notAuthentic: 4401,
  /** A newer connection of the same locker took over. */
  replaced: 4409,
  tooLarge: 4413,
  shuttingDown: 4503,
} as const;
