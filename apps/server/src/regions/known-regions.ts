import type { Database } from "../platform/postgres/database.ts";

/** Which regions there are, remembered: every request is routed by the region in an id. */
export type Regions = {
  /** False for a region no schema stands behind, so that an invented id finds nothing. */
  readonly isKnown: (code: string) => Promise<boolean>;
  /** Codes of all regions, oldest first. */
  readonly all: () => Promise<readonly string[]>;
  /** Forgets what is remembered, after a region was made. */
  readonly forget: () => void;
};

/** Regions come once a year; an unknown code is looked up again after this long at the earliest. */
const rememberSeconds = 5;

export function createRegions(deps: {
  readonly database: Database;
  readonly now: () => Temporal.Instant;
}): Regions {
  let codes: readonly string[] = [];
  let readAtMs = Number.NEGATIVE_INFINITY;
  async function all(): Promise<readonly string[]> {
    const nowMs = deps.now().epochMilliseconds;
    if (codes.length > 0 && nowMs - readAtMs < rememberSeconds * 1_000) return codes;
    const rows = await deps.database.network((tx) =>
      tx.query<{ code: string }>("select code from regions order by created_at, code"),
    );
    codes = rows.map((row) => row.code);
    readAtMs = nowMs;
    return codes;
  }
  return {
    all,
    isKnown: async (code) => codes.includes(code) || (await all()).includes(code),
    forget: () => {
      codes = [];
    },
  };
}
