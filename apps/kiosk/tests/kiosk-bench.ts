// One locker on a bench: the real agent, a real journal file, simulated boards, and time that moves
// only when a test moves it.
import { createHash, createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLockBus } from "@pigeonhole/boards/driver/create-lock-bus";
import { type BusProfile, PROFILE_DEFAULTS } from "@pigeonhole/boards/profile/profile";
import { createMemoryPort } from "@pigeonhole/boards/simulation/memory-port";
import { boardsOfProfile, createSimulatedBus } from "@pigeonhole/boards/simulation/simulated-bus";
import { createVirtualTimers } from "@pigeonhole/boards/timing/virtual-timers";
import { defaultKioskPolicies, type KioskConfig } from "@pigeonhole/contract/device/config";
import { canonicalJson, type FactEnvelope } from "@pigeonhole/contract/device/facts";
import type { Grant } from "@pigeonhole/contract/device/grants";
import { tagMessage } from "@pigeonhole/domain/codes/tag-message";
import type { LockerId } from "@pigeonhole/domain/ids";
import { onTestFinished } from "vitest";
import type { OpenSocket } from "../src/cloud-link/device-socket.ts";
import { createKiosk, type Kiosk } from "../src/create-kiosk.ts";
import { makeIdentity } from "../src/enrolment/device-identity.ts";
import type { Journal } from "../src/journal/journal.ts";
import { openJournal } from "../src/journal/open-journal.ts";
import { keepConfig } from "../src/kiosk-config.ts";

export const startedAt = Temporal.Instant.from("2026-11-02T08:00:00Z");
export const lockerId = id("lkr", "locker");
export const courierBadge = `PHB1:${"B".repeat(26)}`;

/** Ids that a reader can tell apart: the region 00 and the name, padded. */
export function id<Prefix extends string>(prefix: Prefix, name: string): `${Prefix}_${string}` {
  const body = [...name.toLowerCase()]
    .map((letter) => ({ i: "1", l: "1", o: "0", u: "v" })[letter] ?? letter)
    .filter((letter) => /[0-9a-z]/.test(letter))
    .join("");
  return `${prefix}_00${body.padEnd(18, "0").slice(0, 18)}`;
}

export function compartmentOf(channel: number) {
  return id("cmp", `door${channel}`);
}

const sizes = {
  S: { widthMm: 400, heightMm: 100, depthMm: 500 },
  M: { widthMm: 400, heightMm: 200, depthMm: 500 },
  L: { widthMm: 400, heightMm: 400, depthMm: 500 },
} as const;

/** Doors 1 and 2 are S, 3 and 4 M, 5 and 6 L; odd ones are low. */
export function aConfig(changes: Partial<KioskConfig> = {}): KioskConfig {
  const compartments = [1, 2, 3, 4, 5, 6].map((channel) => {
    const sizeClass = (["S", "S", "M", "M", "L", "L"] as const)[channel - 1] ?? "L";
    return {
      compartmentId: compartmentOf(channel),
      label: String(channel),
      sizeClass,
      innerMm: sizes[sizeClass],
      massMaxGrams: 20_000,
      floorHeightMm: channel % 2 === 1 ? 600 : 1_500,
      row: channel - 1,
      lock: { bus: "main", board: 1, channel },
    };
  });
  return {
    lockerId,
    lockerName: "Bench",
    siteName: "Test hall",
    addressLines: [],
    timeZone: "Europe/Warsaw",
    openingHours: "24/7",
    supportPhone: null,
    languages: ["en", "de", "pl"],
    layout: {
      modules: [{ widthMm: 450, heightMm: 1_900, compartments }],
      kiosk: { afterModule: 0, screenHeightMm: 1_200 },
    },
    policies: defaultKioskPolicies,
    ...changes,
  };
}

export const profile: BusProfile = {
  ...PROFILE_DEFAULTS["kerong-cu16"],
  dialect: "kerong-cu16",
  boards: [{ address: 1, channels: 6 }],
};

export const profileWithoutSensor: BusProfile = { ...profile, goodsPolarity: "no-sensor" };

export type Bench = Awaited<ReturnType<typeof aBench>>;

export type BenchWishes = {
  readonly config?: KioskConfig | null;
  readonly profile?: BusProfile;
  readonly openSocket?: OpenSocket;
  readonly pagesMax?: number;
};

export async function aBench(wishes: BenchWishes = {}) {
  const folder = mkdtempSync(join(tmpdir(), "kiosk-bench-"));
  const timers = createVirtualTimers();
  const used = wishes.profile ?? profile;
  const hardware = createSimulatedBus(used.dialect, boardsOfProfile(used), timers);
  const board = hardware.board(1);
  const unlocks: string[] = [];
  let dice = 0;
  const random = (bytes: number) => {
    dice += 1;
    const digest = createHash("sha256").update(`dice ${dice}`).digest();
    return Uint8Array.from({ length: bytes }, (_, index) => digest[index % digest.length] ?? 0);
  };
  const identity = { ...makeIdentity(random), lockerId, hasJournal: true };
  const bench = {
    folder,
    timers,
    board,
    identity,
    random,
    /** How far the wall clock is wrong. */
    wallAheadMs: 0,
    machineBoot: "boot 1",
    now: () => startedAt.add({ milliseconds: Math.floor(timers.nowMs()) + bench.wallAheadMs }),
    port: createMemoryPort(hardware, timers),
    kiosk: undefined as unknown as Kiosk,
    journal: undefined as unknown as Journal,
    unlocks,
    tagOf: (purpose: "pickup" | "courier", secret: string) =>
      createHmac("sha256", Buffer.from(identity.tagKey, "base64url"))
        .update(tagMessage(purpose, lockerId as LockerId, secret))
        .digest("hex"),
    /** Starts the agent on whatever the folder holds. */
    async boot(mustExist = false): Promise<void> {
      const opened = openJournal({
        folder,
        mustExist,
        now: bench.now,
        random,
        ...(wishes.pagesMax === undefined ? {} : { pagesMax: wishes.pagesMax }),
      });
      if (opened.type === "opened") {
        bench.journal = opened.journal;
        const config = wishes.config === undefined ? aConfig() : wishes.config;
        if (config !== null && opened.journal.kept.read("config") === undefined) {
          keepConfig(opened.journal, { version: 1, config }, bench.now());
        }
      }
      const driver = createLockBus({
        port: bench.port,
        profile: used,
        timers,
        random: () => 0.5,
        onWire: (note) => {
          if (note.direction === "sent" && note.bytes[2] === 0x31) unlocks.push(`${note.bytes[1]}`);
        },
      });
      bench.kiosk = createKiosk({
        now: bench.now,
        timers,
        random,
        log: { info() {}, warn() {}, error: (fields, text) => bench.errors.push({ fields, text }) },
        journal: opened,
        identity,
        buses: new Map([["main", driver]]),
        openSocket: wishes.openSocket,
        signToken: async () => "token",
        version: "0.1.0",
        machineBoot: bench.machineBoot,
      });
      await timers.settle(bench.kiosk.start());
      await timers.advance(3_000);
    },
    errors: [] as { fields: Record<string, unknown>; text: string }[],
    /** Puts grants on the list as the cloud would. */
    list(...grants: readonly Grant[]): void {
      const version = bench.journal.grants.version();
      bench.journal.grants.apply(
        { version: version + 1, base: version, more: false, upserts: grants, removals: [] },
        bench.now(),
      );
    },
    /** What the screen says after some time has passed. */
    async after(durationMs: number) {
      await timers.advance(durationMs);
      return bench.kiosk.screen.state();
    },
    /** Waits until the screen shows a step, and gives its state. */
    async until(step: string, limitMs = 30_000) {
      for (let waitedMs = 0; waitedMs <= limitMs; waitedMs += 50) {
        const state = bench.kiosk.screen.state();
        if (state.screen.step === step) return state;
        await timers.advance(50);
      }
      throw new Error(`${step} never came; it shows ${JSON.stringify(bench.kiosk.screen.state())}`);
    },
    act: (request: Parameters<Kiosk["screen"]["act"]>[0]) => bench.kiosk.screen.act(request),
    hand(channel: number, ...actions: Parameters<typeof board.doors.byHand>[1][]): void {
      for (const action of actions) {
        const result = board.doors.byHand(channel, action);
        if (!result.ok) throw new Error(`${action} at door ${channel}: ${result.refusal}`);
      }
    },
    facts: (): readonly FactEnvelope[] => bench.journal.facts.after(0, 10_000),
    /** Types of facts, without the ones that every start brings. */
    story: () =>
      bench
        .facts()
        .map((fact) => fact.type)
        .filter((type) => type !== "config.applied" && type !== "kiosk.started"),
    fact: (type: string) => bench.facts().findLast((fact) => fact.type === type)?.data,
    count: (type: string) => bench.facts().filter((fact) => fact.type === type).length,
    /** The plug is pulled: the process is gone, the disk has what was committed. */
    async powerCut(): Promise<void> {
      await bench.kiosk.stop("abrupt");
      await bench.port.close();
      bench.machineBoot = `${bench.machineBoot}+`;
    },
    /** Pulses that the coils really got, over all doors. */
    pulses: () => board.doors.all().reduce((sum, door) => sum + door.pulses, 0),
  };
  onTestFinished(async () => {
    try {
      await bench.kiosk.stop("abrupt");
    } catch (error) {
      // The test has already stopped it.
      if (!String(error).includes("not open")) throw error;
    }
    rmSync(folder, { recursive: true, force: true });
  });
  await bench.boot();
  return bench;
}

export function aPickupGrant(
  bench: Pick<Bench, "tagOf">,
  code: string,
  changes: Partial<Grant> & { readonly name?: string } = {},
): Grant {
  const { name = code, ...rest } = changes;
  return {
    grantId: id("grt", name),
    purpose: "pickup",
    active: false,
    notBefore: startedAt.subtract({ hours: 24 }).toString(),
    notAfter: startedAt.add({ hours: 72 }).toString(),
    usesMax: null,
    secrets: [
      { way: "code", tag: bench.tagOf("pickup", code) },
      { way: "qr", tag: bench.tagOf("pickup", qrSecret(code)) },
    ],
    courierId: null,
    language: "pl",
    parcels: [aParcel(name)],
    ...rest,
  };
}

export function qrSecret(code: string): string {
  return code.padEnd(26, "Q").slice(0, 26);
}

export function aParcel(name: string, changes: Partial<Grant["parcels"][number]> = {}) {
  return {
    parcelId: id("par", name),
    trackingNumber: `TRACK${name.toUpperCase()}`,
    labels: [`CARRIER-${name.toUpperCase()}`],
    sizeMm: null,
    massGrams: null,
    sizeClass: "S",
    needsLow: false,
    stay: null,
    ...changes,
  } satisfies Grant["parcels"][number];
}

export function aCourierGrant(bench: Pick<Bench, "tagOf">, changes: Partial<Grant> = {}): Grant {
  return {
    grantId: id("grt", "courier"),
    purpose: "courier",
    active: true,
    notBefore: startedAt.subtract({ hours: 24 }).toString(),
    notAfter: startedAt.add({ hours: 240 }).toString(),
    usesMax: null,
    secrets: [
      { way: "badge", tag: bench.tagOf("courier", courierBadge.slice(5)) },
      { way: "code", tag: bench.tagOf("courier", "44556677") },
    ],
    courierId: id("cur", "carla"),
    language: "de",
    parcels: [],
    ...changes,
  };
}

/** A courier puts the parcel in, as on a good day; gives the channel of the door. */
export async function depositParcel(bench: Bench, name: string): Promise<number> {
  bench.act({ action: "scan", text: courierBadge });
  bench.act({ action: "scan", text: `track${name}` });
  const opened = await openDoorOf(bench, "deposit_door");
  bench.hand(opened, "put");
  await bench.after(3_000);
  bench.hand(opened, "close");
  await bench.until("deposit_check");
  bench.act({ action: "confirm_deposit" });
  bench.act({ action: "finish" });
  return opened;
}

/** Waits until the door of the step is seen open; gives its channel. */
export async function openDoorOf(bench: Bench, step: string): Promise<number> {
  for (let waitedMs = 0; waitedMs < 10_000; waitedMs += 50) {
    const { screen } = bench.kiosk.screen.state();
    if (screen.step === step && "door" in screen && screen.door.state === "open") {
      return Number(screen.door.label);
    }
    await bench.timers.advance(50);
  }
  throw new Error(`no door opened; it shows ${JSON.stringify(bench.kiosk.screen.state())}`);
}

export function configHash(config: KioskConfig): string {
  return createHash("sha256").update(canonicalJson(config)).digest("hex");
}
