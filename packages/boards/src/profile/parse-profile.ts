// Profiles arrive as JSON from files, the command line and the cloud. A profile that is wrong in
// any field is refused as a whole: half a profile opens wrong doors.

import { KERONG_LIMITS } from "../kerong/codec.ts";
import type { Result } from "../result.ts";
import { XOR_8A_LIMITS } from "../xor-8a/codec.ts";
import {
  type BoardProfile,
  type BusProfile,
  type DialectName,
  PROFILE_DEFAULTS,
} from "./profile.ts";

/** What is wrong, and where: `path` is like `boards[0].channels`. */
export interface ProfileFault {
  readonly path: string;
  readonly problem: string;
}

interface DialectLimits {
  readonly addressMin: number;
  readonly addressMax: number;
  readonly channelsMax: number;
}

const LIMITS_BY_DIALECT: Readonly<Record<DialectName, DialectLimits>> = {
  "8a-xor": XOR_8A_LIMITS,
  "kerong-cu16": KERONG_LIMITS,
  "kerong-ncu": KERONG_LIMITS,
};
const DIALECTS = ["8a-xor", "kerong-cu16", "kerong-ncu"] as const;
const ORDERS = ["ch1-first", "ch1-last"] as const;
const WIRINGS = ["closed-short", "open-short"] as const;
const GOODS = ["set-is-present", "set-is-absent", "no-sensor"] as const;
const BAUDS = [9600, 19_200, 57_600, 115_200] as const;
// Above this a bus would stand still for longer than anybody waits at a door.
const WAIT_MAX_MS = 10_000;
const FRAME_QUIET_MIN_MS = 2;

const BUS_FIELDS = new Set(["dialect", "boards", ...Object.keys(PROFILE_DEFAULTS["8a-xor"])]);
const BOARD_FIELDS = new Set(["address", "channels", "feedback", "statusByteOrder", "overrides"]);
const OVERRIDE_FIELDS = new Set(["channel", "feedback"]);

/**
 * Reads a profile from JSON text or an object. Left-out fields take the dialect's defaults; unknown
 * fields, doubled addresses and values out of range are refused, all of them at once.
 */
export function parseProfile(input: unknown): Result<BusProfile, readonly ProfileFault[]> {
  const faults: ProfileFault[] = [];
  const parsed = typeof input === "string" ? parseJson(input, faults) : input;
  if (faults.length > 0) return { ok: false, refusal: faults };
  const root = new Fields(parsed, "", faults);
  root.onlyThese(BUS_FIELDS);
  const dialect = root.oneOf("dialect", DIALECTS, undefined);
  if (!dialect) return { ok: false, refusal: faults };
  const profile = readBus(root, dialect);
  return faults.length > 0 ? { ok: false, refusal: faults } : { ok: true, value: profile };
}

function readBus(root: Fields, dialect: DialectName): BusProfile {
  const defaults = PROFILE_DEFAULTS[dialect];
  const wait = (name: keyof typeof defaults & `${string}Ms`, minMs = 0) =>
    root.integer(name, { min: minMs, max: WAIT_MAX_MS }, defaults[name]);
  const boards = root.list("boards").map((board) => readBoard(board, LIMITS_BY_DIALECT[dialect]));
  const addresses = boards.map((board) => board.address);
  if (boards.length === 0) root.fault("boards", "at least one board is needed");
  if (new Set(addresses).size < addresses.length) root.fault("boards", "an address appears twice");
  return {
    dialect,
    boards,
    baud: root.oneOf("baud", BAUDS, defaults.baud) ?? defaults.baud,
    statusByteOrder:
      root.oneOf("statusByteOrder", ORDERS, defaults.statusByteOrder) ?? defaults.statusByteOrder,
    feedback: root.oneOf("feedback", WIRINGS, defaults.feedback) ?? defaults.feedback,
    goodsPolarity:
      root.oneOf("goodsPolarity", GOODS, defaults.goodsPolarity) ?? defaults.goodsPolarity,
    pulseMs: wait("pulseMs"),
    settleMs: wait("settleMs"),
    replyTimeoutMs: wait("replyTimeoutMs", 1),
    unlockReplyTimeoutMs: wait("unlockReplyTimeoutMs", 1),
    frameQuietMs: wait("frameQuietMs", FRAME_QUIET_MIN_MS),
    lateReplyMaxMs: wait("lateReplyMaxMs"),
    reopenAfterTimeout: root.flag("reopenAfterTimeout", defaults.reopenAfterTimeout),
  };
}

function readBoard(fields: Fields, limits: DialectLimits): BoardProfile {
  fields.onlyThese(BOARD_FIELDS);
  const channels = fields.integer("channels", { min: 1, max: limits.channelsMax });
  const feedback = fields.oneOf("feedback", WIRINGS, null);
  const statusByteOrder = fields.oneOf("statusByteOrder", ORDERS, null);
  const overrides = fields.list("overrides", []).map((override) => {
    override.onlyThese(OVERRIDE_FIELDS);
    return {
      channel: override.integer("channel", { min: 1, max: channels }),
      feedback: override.oneOf("feedback", WIRINGS, undefined) ?? "closed-short",
    };
  });
  return {
    address: fields.integer("address", { min: limits.addressMin, max: limits.addressMax }),
    channels,
    ...(feedback ? { feedback } : {}),
    ...(statusByteOrder ? { statusByteOrder } : {}),
    ...(overrides.length > 0 ? { overrides } : {}),
  };
}

function parseJson(text: string, faults: ProfileFault[]): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    faults.push({ path: "", problem: `not JSON: ${String(error)}` });
    return undefined;
  }
}

/** Reads fields of one object and collects what is wrong with them. */
class Fields {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #faults: ProfileFault[];

  constructor(value: unknown, path: string, faults: ProfileFault[]) {
    this.#path = path;
    this.#faults = faults;
    this.#values = isRecord(value) ? value : {};
    if (!isRecord(value)) faults.push({ path, problem: "must be an object" });
  }

  fault(name: string, problem: string): void {
    this.#faults.push({ path: this.#path === "" ? name : `${this.#path}.${name}`, problem });
  }

  onlyThese(names: ReadonlySet<string>): void {
    for (const name of Object.keys(this.#values)) {
      if (!names.has(name)) this.fault(name, "is not a known field");
    }
  }

  /** `fallback` undefined: the field must be there; null: it may be left out and stays so. */
  oneOf<T extends string | number>(
    name: string,
    known: readonly T[],
    fallback: T | null | undefined,
  ) {
    const value = this.#values[name];
    if (value === undefined && fallback !== undefined) return fallback;
    const found = known.find((candidate) => candidate === value);
    if (found === undefined) this.fault(name, `must be one of ${known.join(", ")}`);
    return found;
  }

  integer(name: string, range: { min: number; max: number }, fallback?: number): number {
    const value = this.#values[name] ?? fallback;
    if (typeof value === "number" && Number.isInteger(value)) {
      if (value >= range.min && value <= range.max) return value;
    }
    this.fault(name, `must be a whole number from ${range.min} to ${range.max}`);
    return range.min;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#values[name] ?? fallback;
    if (typeof value === "boolean") return value;
    this.fault(name, "must be true or false");
    return fallback;
  }

  list(name: string, fallback?: readonly unknown[]): Fields[] {
    const value = this.#values[name] ?? fallback;
    if (!Array.isArray(value)) {
      this.fault(name, "must be a list");
      return [];
    }
    const path = this.#path === "" ? name : `${this.#path}.${name}`;
    return value.map((item, index) => new Fields(item, `${path}[${index}]`, this.#faults));
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
