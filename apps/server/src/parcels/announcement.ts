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
  return { index, announcement, hash: sha256(canonicalText(announcement)) };
}

/**
 * What was read by the shape has its keys in the order of the shape, whatever the request's order
 * was; only the shop's own pairs have to be sorted.
 */
function canonicalText(announcement: Announcement): string {
  const { metadata } = announcement;
  if (metadata === undefined) return JSON.stringify(announcement);
  const pairs = Object.entries(metadata).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ ...announcement, metadata: pairs });
}

export function measuresOf(parcel: Announcement["parcel"]): ParcelMeasures {
  return {
    sizeMm: parcel.sizeMm ?? null,
    massGrams: parcel.massGrams ?? null,
    sizeClass: parcel.sizeClass ?? null,
  };
}
