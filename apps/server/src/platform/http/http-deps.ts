import type { KeyGate } from "../../access/key-gate.ts";
import type { Deps } from "../../deps.ts";
import type { Regions } from "../../regions/known-regions.ts";
import type { ServerMetrics } from "../telemetry/metrics.ts";

/** Requests that one address, or one key, may make in a minute. */
export type RateLimits = {
  readonly publicPerMinute: number;
  readonly linkPerMinute: number;
  readonly keyPerMinute: number;
};

export const defaultRateLimits: RateLimits = {
  publicPerMinute: 600,
  linkPerMinute: 120,
  keyPerMinute: 12_000,
};

/** What the HTTP edge needs besides what use cases take. */
export type HttpDeps = Deps & {
  readonly keyGate: KeyGate;
  readonly regions: Regions;
  readonly metrics: ServerMetrics;
  readonly rateLimits: RateLimits;
  /** Told that there is a new locker, so that couriers get onto its list at once. */
  readonly lockerMade: () => void;
  /** Believes X-Forwarded-For of these proxies; false for none. */
  readonly trustProxy: string | boolean;
};
