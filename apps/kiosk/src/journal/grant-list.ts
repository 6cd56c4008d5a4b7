// The locker's list of grants. Versions only rise, a change is applied only on the version it was
// made for, and a change that comes in several frames is applied when its last frame is there.
import type { Grant, GrantParcel, SecretTag } from "@pigeonhole/contract/device/grants";
import {
  type JournalDatabase,
  numberOf,
  type SqlRow,
  textOf,
  textOrNullOf,
} from "./journal-database.ts";
import type { KeptValues } from "./kept-values.ts";
import type { Stays } from "./stays.ts";

/** A grant and what became of it at this locker. */
export type ListedGrant = {
  readonly grant: Grant;
  readonly uses: number;
  readonly lastUsedAt: string | null;
  /** When its last parcel was taken out here. */
  readonly usedUpAt: string | null;
  /** When the cloud took it off the list; kept for a while so that its bearer is told why. */
  readonly removedAt: string | null;
};

export type LabelledParcel = {
  readonly grantId: string;
  readonly parcel: GrantParcel;
  /** True when its grant left the list: it is not expected any more. */
  readonly wasRemoved: boolean;
};

/** Room that a parcel on its way will need. */
export type ExpectedParcel = {
  readonly parcelId: string;
  readonly sizeClass: GrantParcel["sizeClass"];
  readonly needsLow: boolean;
};

/** The part of a `grants` frame that matters here. */
export type GrantChange = {
  readonly version: number;
  readonly base: number;
  readonly more: boolean;
  readonly upserts: readonly Grant[];
  readonly removals: readonly string[];
};

export type GrantChangeOutcome = "applied" | "staged" | "already_applied" | "wrong_base";

export type GrantList = {
  version(): number;
  apply(change: GrantChange, at: Temporal.Instant): GrantChangeOutcome;
  /** Drops the frames of a change whose last frame did not come. */
  dropStaged(): void;
  findByTag(way: SecretTag["way"], tag: string): ListedGrant | undefined;
  find(grantId: string): ListedGrant | undefined;
  findByLabel(label: string): LabelledParcel | undefined;
  /** Pickup grants on the list that are for the parcel. */
  pickupGrantsOf(parcelId: string): readonly ListedGrant[];
  /** Parcels that are on the list and have never lain here, at most `limit` of them. */
  expected(limit: number): readonly ExpectedParcel[];
  countExpected(): number;
  noteUse(grantId: string, at: Temporal.Instant): void;
  noteUsedUp(grantId: string, at: Temporal.Instant): void;
  /** Forgets grants that left the list before the instant. */
  forgetRemoved(before: Temporal.Instant): void;
};

export function createGrantList(
  database: JournalDatabase,
  kept: KeptValues,
  stays: Stays,
): GrantList {
  const version = () => Number(kept.read("grants_version") ?? 0);
  const rows = createGrantRows(database, stays);
  const staging = createStaging(database, kept);

  function apply(change: GrantChange, at: Temporal.Instant): GrantChangeOutcome {
    const current = version();
    if (change.base !== 0 && change.version <= current) return "already_applied";
    if (change.base !== 0 && change.base !== current) return "wrong_base";
    return database.transact(() => {
      staging.add(change);
      if (change.more) return "staged";
      if (change.base === 0) rows.removeAll(at);
      staging.take(
        (grant) => rows.upsert(grant, at),
        (grantId) => rows.remove(grantId, at),
      );
      kept.write("grants_version", String(change.version));
      return "applied";
    });
  }

  return {
    version,
    apply,
    dropStaged: () => database.transact(staging.drop),
    ...createGrantQueries(database),
    noteUse(grantId, at) {
      database.run(
        "UPDATE grants SET uses = uses + 1, last_used_at = ? WHERE grant_id = ?",
        at.toString(),
        grantId,
      );
    },
    noteUsedUp(grantId, at) {
      database.run("UPDATE grants SET used_up_at = ? WHERE grant_id = ?", at.toString(), grantId);
    },
    forgetRemoved(before) {
      database.run("DELETE FROM grants WHERE removed_at < ?", before.toString());
    },
  };
}

function createStaging(database: JournalDatabase, kept: KeptValues) {
  const drop = () => {
    database.run("DELETE FROM grants_staged");
    kept.remove("grants_staged");
  };
  return {
    drop,
    /** Frames of one change carry the same version and base; those of another start it anew. */
    add(change: GrantChange) {
      const key = `${change.version} on ${change.base}`;
      if (kept.read("grants_staged") !== key) drop();
      kept.write("grants_staged", key);
      for (const grant of change.upserts) {
        database.run("INSERT INTO grants_staged (body) VALUES (?)", JSON.stringify(grant));
      }
      for (const removal of change.removals) {
        database.run("INSERT INTO grants_staged (removal) VALUES (?)", removal);
      }
    },
    take(upsert: (grant: Grant) => void, remove: (grantId: string) => void) {
      for (const row of database.rows("SELECT body, removal FROM grants_staged ORDER BY place")) {
        const removal = textOrNullOf(row, "removal");
        if (removal === null) upsert(JSON.parse(textOf(row, "body")) as Grant);
        else remove(removal);
      }
      drop();
    },
  };
}

function createGrantRows(database: JournalDatabase, stays: Stays) {
  function replaceIndexes(grant: Grant): void {
    database.run("DELETE FROM grant_tags WHERE grant_id = ?", grant.grantId);
    database.run("DELETE FROM grant_labels WHERE grant_id = ?", grant.grantId);
    database.run("DELETE FROM grant_parcels WHERE grant_id = ?", grant.grantId);
    for (const { tag, way } of grant.secrets) {
      database.run(
        "INSERT OR IGNORE INTO grant_tags (tag, way, grant_id) VALUES (?, ?, ?)",
        tag,
        way,
        grant.grantId,
      );
    }
    for (const parcel of grant.parcels) {
      database.run(
        "INSERT OR IGNORE INTO grant_parcels (parcel_id, grant_id, size_class, needs_low) VALUES (?, ?, ?, ?)",
        parcel.parcelId,
        grant.grantId,
        parcel.sizeClass,
        parcel.needsLow ? 1 : 0,
      );
      for (const label of [parcel.trackingNumber, ...parcel.labels]) {
        database.run(
          "INSERT OR IGNORE INTO grant_labels (label, grant_id, parcel_id) VALUES (?, ?, ?)",
          labelKey(label),
          grant.grantId,
          parcel.parcelId,
        );
      }
    }
  }

  return {
    upsert(grant: Grant, at: Temporal.Instant) {
      database.run(
        `INSERT INTO grants (grant_id, body, purpose) VALUES (?, ?, ?)
         ON CONFLICT (grant_id) DO UPDATE
         SET body = excluded.body, purpose = excluded.purpose, removed_at = NULL`,
        grant.grantId,
        JSON.stringify(grant),
        grant.purpose,
      );
      replaceIndexes(grant);
      if (grant.purpose === "pickup") for (const parcel of grant.parcels) stays.believe(parcel, at);
    },
    remove(grantId: string, at: Temporal.Instant) {
      database.run(
        "UPDATE grants SET removed_at = ? WHERE grant_id = ? AND removed_at IS NULL",
        at.toString(),
        grantId,
      );
    },
    removeAll(at: Temporal.Instant) {
      database.run("UPDATE grants SET removed_at = ? WHERE removed_at IS NULL", at.toString());
    },
  };
}

const fromExpected = `FROM grant_parcels JOIN grants USING (grant_id)
  WHERE removed_at IS NULL AND purpose = 'pickup' AND parcel_id NOT IN (SELECT parcel_id FROM stays)`;
const grantColumns = "grants.grant_id, body, removed_at, used_up_at, last_used_at, uses";

function createGrantQueries(database: JournalDatabase) {
  return {
    // A grant on the list comes before one that left it, should a code have been drawn again.
    findByTag(way: SecretTag["way"], tag: string) {
      const row = database.row(
        `SELECT ${grantColumns} FROM grant_tags JOIN grants USING (grant_id)
         WHERE tag = ? AND way = ? ORDER BY removed_at IS NOT NULL, used_up_at IS NOT NULL LIMIT 1`,
        tag,
        way,
      );
      return row === undefined ? undefined : rowToGrant(row);
    },
    find(grantId: string) {
      const row = database.row(`SELECT ${grantColumns} FROM grants WHERE grant_id = ?`, grantId);
      return row === undefined ? undefined : rowToGrant(row);
    },
    findByLabel(label: string): LabelledParcel | undefined {
      const row = database.row(
        `SELECT parcel_id, body, removed_at FROM grant_labels JOIN grants USING (grant_id)
         WHERE label = ? AND purpose = 'pickup' ORDER BY removed_at IS NOT NULL LIMIT 1`,
        labelKey(label),
      );
      if (row === undefined) return undefined;
      const grant = JSON.parse(textOf(row, "body")) as Grant;
      const parcel = grant.parcels.find((one) => one.parcelId === textOf(row, "parcel_id"));
      if (parcel === undefined) return undefined;
      const wasRemoved = textOrNullOf(row, "removed_at") !== null;
      return { grantId: grant.grantId, parcel, wasRemoved };
    },
    pickupGrantsOf: (parcelId: string) =>
      database
        .rows(
          `SELECT ${grantColumns} FROM grant_parcels JOIN grants USING (grant_id)
           WHERE parcel_id = ? AND removed_at IS NULL AND purpose = 'pickup'`,
          parcelId,
        )
        .map(rowToGrant),
    expected: (limit: number): ExpectedParcel[] =>
      database
        .rows(`SELECT DISTINCT parcel_id, size_class, needs_low ${fromExpected} LIMIT ?`, limit)
        .map((row) => ({
          parcelId: textOf(row, "parcel_id"),
          sizeClass: textOf(row, "size_class") as ExpectedParcel["sizeClass"],
          needsLow: numberOf(row, "needs_low") === 1,
        })),
    countExpected() {
      const rows = database.rows(`SELECT count(DISTINCT parcel_id) AS count ${fromExpected}`);
      return rows.reduce((sum, row) => sum + numberOf(row, "count"), 0);
    },
  };
}

/** Labels are compared without case and white space: scanners and carriers differ in both. */
export function labelKey(label: string): string {
  return label.replaceAll(/\s+/gu, "").toUpperCase();
}

function rowToGrant(row: SqlRow): ListedGrant {
  return {
    grant: JSON.parse(textOf(row, "body")) as Grant,
    uses: numberOf(row, "uses"),
    lastUsedAt: textOrNullOf(row, "last_used_at"),
    usedUpAt: textOrNullOf(row, "used_up_at"),
    removedAt: textOrNullOf(row, "removed_at"),
  };
}
