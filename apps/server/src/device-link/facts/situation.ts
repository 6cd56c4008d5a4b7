import type { Pause } from "@pigeonhole/domain/deadline/storage-time";
import { lockLists } from "../../lockers/list-version.ts";
import { loadPauses } from "../../parcels/compute-deadline.ts";
import { loadParcels } from "../../parcels/load-parcels.ts";
import type { StoredParcel } from "../../parcels/stored-parcel.ts";
import type { Tx } from "../../platform/postgres/database.ts";
import type { MeaningfulFact } from "./read-facts.ts";

/**
 * What the cloud believes before a batch of facts: the parcels and compartments they speak of, and
 * who lies where. One query each, whatever the number of facts; folding keeps it up to date.
 */
export type Situation = {
  readonly parcels: Map<string, StoredParcel>;
  readonly compartments: Map<string, KnownCompartment>;
  /** Parcel of the open stay in a compartment. */
  readonly occupants: Map<string, string>;
  /** Where the open stay of a parcel is. */
  readonly stays: Map<string, OpenStay>;
  readonly pauses: ReadonlyMap<string, readonly Pause[]>;
};

export type OpenStay = { readonly lockerId: string; readonly compartmentId: string };

export type KnownCompartment = {
  readonly lockerId: string;
  readonly condition: "usable" | "needs-check" | "broken";
};

export async function loadSituation(
  tx: Tx,
  facts: readonly MeaningfulFact[],
  now: Temporal.Instant,
): Promise<Situation> {
  const parcelIds = facts.flatMap((fact) => namedIds(fact, "parcelId"));
  const compartmentIds = facts.flatMap((fact) => namedIds(fact, "compartmentId"));
  const lockerIds = facts.map(({ lockerId }) => lockerId);
  if (parcelIds.length + compartmentIds.length === 0) return emptySituation();
  await lockLists(tx, [...lockerIds, ...(await readMeantLockers(tx, parcelIds))]);
  const parcels = await loadParcels(tx, parcelIds, { lock: true });
  const compartments = await loadCompartments(tx, compartmentIds);
  const stays = await loadOpenStays(tx, parcelIds, compartmentIds);
  const deposits = facts.filter((fact) => fact.type === "deposit.confirmed");
  const pauses =
    deposits.length === 0
      ? new Map<string, Pause[]>()
      : await loadPauses(
          tx,
          deposits.map(({ lockerId }) => lockerId),
          now,
        );
  return { parcels, compartments, ...stays, pauses };
}

/** Lockers the parcels were meant for; their lists are locked together with the facts' lockers. */
async function readMeantLockers(tx: Tx, parcelIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ locker_id: string }>(
    "select distinct locker_id from parcels where id = any($1)",
    [[...new Set(parcelIds)]],
  );
  return rows.map((row) => row.locker_id);
}

function emptySituation(): Situation {
  return {
    parcels: new Map(),
    compartments: new Map(),
    occupants: new Map(),
    stays: new Map(),
    pauses: new Map(),
  };
}

function namedIds(fact: MeaningfulFact, name: "parcelId" | "compartmentId"): string[] {
  const id = (fact.data as Partial<Record<typeof name, string | null>>)[name];
  return typeof id === "string" ? [id] : [];
}

async function loadCompartments(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, KnownCompartment>> {
  const rows = await tx.query<{
    id: string;
    locker_id: string;
    condition: KnownCompartment["condition"];
  }>("select id, locker_id, condition from compartments where id = any($1)", [[...new Set(ids)]]);
  return new Map(
    rows.map((row) => [row.id, { lockerId: row.locker_id, condition: row.condition }]),
  );
}

async function loadOpenStays(
  tx: Tx,
  parcelIds: readonly string[],
  compartmentIds: readonly string[],
): Promise<Pick<Situation, "occupants" | "stays">> {
  const rows = await tx.query<{ parcel_id: string; compartment_id: string; locker_id: string }>(
    `select parcel_id, compartment_id, locker_id from stays
      where ended_at is null and parcel_id = any($1)
     union
     select parcel_id, compartment_id, locker_id from stays
      where ended_at is null and compartment_id = any($2)`,
    [[...new Set(parcelIds)], [...new Set(compartmentIds)]],
  );
  return {
    occupants: new Map(rows.map((row) => [row.compartment_id, row.parcel_id])),
    stays: new Map(
      rows.map((row) => [
        row.parcel_id,
        { lockerId: row.locker_id, compartmentId: row.compartment_id },
      ]),
    ),
  };
}
