import type { Database } from "./platform/postgres/database.ts";
import type { Secrets } from "./platform/secrets.ts";

/**
 * What use cases receive. Time and randomness come in here, so that the whole network can run on a
 * virtual clock from one seed. Each use case names the members it needs (`Pick<Deps, …>`).
 */
export type Deps = {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly now: () => Temporal.Instant;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Where people and shops reach this network; no slash at the end. */
  readonly publicUrl: string;
  readonly log: Log;
};

/** Structured log; secrets, codes and personal data never go in. */
export type Log = {
  readonly debug: (fields: Record<string, unknown>, message: string) => void;
  readonly info: (fields: Record<string, unknown>, message: string) => void;
  readonly warn: (fields: Record<string, unknown>, message: string) => void;
  readonly error: (fields: Record<string, unknown>, message: string) => void;
};
