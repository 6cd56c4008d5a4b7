import { canonicalJson } from "@pigeonhole/contract/device/facts";
import type { Announcement } from "@pigeonhole/contract/http/parcels";
import type { ParcelMeasures } from "@pigeonhole/domain/size/fit";
import type { Refusal } from "../platform/http/refusals.ts";
import { sha256 } from "../platform/secrets.ts";
import type { StoredParcel } from "./stored-parcel.ts";

/** An announcement on its way through a batch. */
export type AnnouncedRow = {
  readonly index: number;
  readonly announcement: Announcement;
  /** Tells a repetition from a conflict. */
  readonly hash: Buffer;
};

export type AnnounceOutcome =
  | { readonly outcome: "announced" | "repeated"; readonly parcel: StoredParcel }
  | { readonly outcome: "refused"; readonly refusal: Refusal };

export function announcedRow(index: number, announcement: Announcement): AnnouncedRow {
  return { index, announcement, hash: sha256(canonicalJson(announcement)) };
}

export function measuresOf(parcel: Announcement["parcel"]): ParcelMeasures {
  return {
    sizeMm: parcel.sizeMm ?? null,
    massGrams: parcel.massGrams ?? null,
    sizeClass: parcel.sizeClass ?? null,
  };
}
