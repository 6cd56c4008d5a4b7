// Which parcel lies behind which door. The locker knows this better than the cloud: stays come from
// its own deposits, and from the list only where it has none of its own (after a new journal).
import type { GrantParcel } from "@pigeonhole/contract/device/grants";
import { type JournalDatabase, type SqlRow, textOf } from "./journal-database.ts";

export type KeptStay = {
  readonly stayId: string;
  readonly parcelId: string;
  readonly compartmentId: string;
  readonly trackingNumber: string;
};

export type Stays = {
  /**
   * What a person just did here outweighs what the cloud believed: a stay that was in the way, in
   * that compartment or of that parcel, is superseded.
   */
  begin(stay: KeptStay, at: Temporal.Instant): void;
  end(stayId: string, by: "pickup" | "collection", at: Temporal.Instant): void;
  open(): readonly KeptStay[];
  openOfParcel(parcelId: string): KeptStay | undefined;
  openIn(compartmentId: string): KeptStay | undefined;
  hasEndedOfParcel(parcelId: string): boolean;
  /** Believes the cloud about a parcel of which this journal knows nothing at all. */
  believe(parcel: GrantParcel, at: Temporal.Instant): void;
  forgetEnded(before: Temporal.Instant): void;
};

const columns = "stay_id, parcel_id, compartment_id, tracking_number";

export function createStays(database: JournalDatabase): Stays {
  const one = (where: string, value: string) => {
    const row = database.row(
      `SELECT ${columns} FROM stays WHERE ended_at IS NULL AND ${where} = ?`,
      value,
    );
    return row === undefined ? undefined : rowToStay(row);
  };
  const begin: Stays["begin"] = (stay, at) => {
    database.run(
      `UPDATE stays SET ended_at = ?, ended_by = 'superseded'
       WHERE ended_at IS NULL AND (parcel_id = ? OR compartment_id = ?)`,
      at.toString(),
      stay.parcelId,
      stay.compartmentId,
    );
    database.run(
      `INSERT INTO stays (${columns}, began_at) VALUES (?, ?, ?, ?, ?)`,
      stay.stayId,
      stay.parcelId,
      stay.compartmentId,
      stay.trackingNumber,
      at.toString(),
    );
  };
  const isKnown = (column: "stay_id" | "parcel_id", value: string) =>
    database.row(`SELECT 1 FROM stays WHERE ${column} = ? LIMIT 1`, value) !== undefined;

  return {
    begin,
    end(stayId, by, at) {
      database.run(
        "UPDATE stays SET ended_at = ?, ended_by = ? WHERE stay_id = ? AND ended_at IS NULL",
        at.toString(),
        by,
        stayId,
      );
    },
    open: () =>
      database
        .rows(`SELECT ${columns} FROM stays WHERE ended_at IS NULL ORDER BY stay_id`)
        .map(rowToStay),
    openOfParcel: (parcelId) => one("parcel_id", parcelId),
    openIn: (compartmentId) => one("compartment_id", compartmentId),
    hasEndedOfParcel: (parcelId) =>
      database.row(
        "SELECT 1 FROM stays WHERE parcel_id = ? AND ended_at IS NOT NULL LIMIT 1",
        parcelId,
      ) !== undefined,
    forgetEnded(before) {
      database.run("DELETE FROM stays WHERE ended_at < ?", before.toString());
    },
    believe(parcel, at) {
      const { stay } = parcel;
      if (stay === null || isKnown("parcel_id", parcel.parcelId)) return;
      if (isKnown("stay_id", stay.stayId) || one("compartment_id", stay.compartmentId)) return;
      begin(
        {
          stayId: stay.stayId,
          parcelId: parcel.parcelId,
          compartmentId: stay.compartmentId,
          trackingNumber: parcel.trackingNumber,
        },
        at,
      );
    },
  };
}

function rowToStay(row: SqlRow): KeptStay {
  return {
    stayId: textOf(row, "stay_id"),
    parcelId: textOf(row, "parcel_id"),
    compartmentId: textOf(row, "compartment_id"),
    trackingNumber: textOf(row, "tracking_number"),
  };
}
