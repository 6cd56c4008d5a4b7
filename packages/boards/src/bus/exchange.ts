// One request on the wire and what may become of it.
import type { DialectRequest } from "../driver/dialect.ts";
import type { WireNote } from "../driver/lock-board-driver.ts";
import type { BusPort } from "../ports/bus-port.ts";
import type { BusProfile } from "../profile/profile.ts";
import type { Timers } from "../timing/timers.ts";

/** `resting`: the same status request went unanswered so recently that its answer may still come. */
export type NotSentReason = "port-closed" | "queue-full" | "waited-too-long" | "resting";

/** How an exchange ended. Only `not-sent` promises that the board saw nothing. */
export type ExchangeOutcome<R> =
  | { readonly type: "reply"; readonly value: R }
  | { readonly type: "sent" }
  | { readonly type: "silent" | "garbled" | "port-lost" }
  | { readonly type: "not-sent"; readonly why: NotSentReason; readonly cause?: unknown };

/** A request with its waits. */
export interface Exchange<R> {
  readonly request: DialectRequest<R>;
  readonly replyTimeoutMs: number;
  /** Whether a coil draws current afterwards; such exchanges keep `pulseMs` between them. */
  readonly energises: boolean;
}

/** What the parts of one bus work with. */
export interface WireDeps {
  readonly port: BusPort;
  readonly profile: BusProfile;
  readonly timers: Timers;
  readonly onWire: (note: WireNote) => void;
}

/** The outcome of a request that was kept back. */
export function notSent(why: NotSentReason, cause?: unknown) {
  return { type: "not-sent", why, cause } as const;
}

const BITS_PER_CHARACTER = 10;

/** How long so many characters take on the wire, in milliseconds. */
export function wireMs(profile: BusProfile, characters: number): number {
  return (characters * BITS_PER_CHARACTER * 1000) / profile.baud;
}
