import type { WebhookEventType } from "@pigeonhole/contract/webhooks";
import type { ParcelEvent, ParcelState } from "@pigeonhole/domain/parcel/parcel";
import { evolveParcel } from "@pigeonhole/domain/parcel/parcel";
import type { NoticeKind } from "../notices/queue-notices.ts";
import { queueNotices } from "../notices/queue-notices.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { queueWebhooks } from "../webhooks/queue-webhooks.ts";
import type { ParcelChange, StoreDeps } from "./store-parcels.ts";

type Told = { readonly webhook: WebhookEventType | null; readonly notice: NoticeKind | null };
const nothing: Told = { webhook: null, notice: null };

/** Tells shops and recipients what happened to parcels; a state told before is not told again. */
export async function tellOfParcels(
  tx: Tx,
  deps: StoreDeps,
  changes: readonly ParcelChange[],
): Promise<void> {
  const tellings = changes.flatMap(tellingsOf);
  await queueWebhooks(
    tx,
    deps,
    tellings.flatMap(({ change, event, told }) => {
      const { shopId, parcelId } = change.parcel;
      if (told.webhook === null) return [];
      return [{ shopId, parcelId, eventType: told.webhook, at: event.at }];
    }),
  );
  await queueNotices(
    tx,
    deps,
    tellings.flatMap(({ change, told }) => {
      if (told.notice === null) return [];
      return [{ parcelId: change.parcel.parcelId, kind: told.notice, source: change.source }];
    }),
  );
}

function tellingsOf(change: ParcelChange) {
  let parcel = change.parcel as Parameters<typeof evolveParcel>[0];
  return change.events.map((event) => {
    const before = parcel.state;
    parcel = evolveParcel(parcel, event);
    return { change, event, told: tell(event, before, parcel.state) };
  });
}

function tell(event: ParcelEvent, before: ParcelState, after: ParcelState): Told {
  switch (event.type) {
    case "announced":
      return { webhook: "parcel.announced", notice: null };
    case "carrier_scanned":
      if (event.kind === "exception") return { webhook: "parcel.exception", notice: null };
      return before === after ? nothing : tellOfState(after);
    case "deposited":
      // The carrier's own scan may have told of this deposit before the locker could.
      return before === after ? nothing : tellOfState(after);
    case "reported_missing":
      return { webhook: "parcel.exception", notice: null };
    case "deadline_extended":
      // Who was told that the time is over is told that there is time again.
      return before === "overdue" ? tellOfState(after) : nothing;
    case "collected":
      return { webhook: before === "returning" ? null : "parcel.returning", notice: "returned" };
    default:
      return tellOfState(after);
  }
}

function tellOfState(state: ParcelState): Told {
  switch (state) {
    case "in_transit":
    case "out_for_delivery":
    case "returning":
    case "returned":
      return { webhook: `parcel.${state}`, notice: null };
    case "available_for_pickup":
      return { webhook: "parcel.available_for_pickup", notice: "available_for_pickup" };
    case "delivered":
      return { webhook: "parcel.delivered", notice: "collected" };
    case "overdue":
      return { webhook: "parcel.overdue", notice: "overdue" };
    case "cancelled":
      return { webhook: "parcel.cancelled", notice: "cancelled" };
    case "announced":
    case "lost":
      return nothing;
    default:
      return nothing;
  }
}
