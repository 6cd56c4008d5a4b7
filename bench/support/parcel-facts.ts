import { randomBytes } from "node:crypto";
import type { FactContent } from "@pigeonhole/contract/device/facts";
import { composeId, type RegionCode } from "@pigeonhole/domain/ids";

export type BenchParcel = {
  readonly parcelId: `par_${string}`;
  readonly trackingNumber: string;
  readonly grantId: `grt_${string}`;
  readonly compartmentId: `cmp_${string}`;
};

/** All that a kiosk tells of one parcel, from the courier's visit to the recipient's: 16 facts. */
export function factsOfParcel(parcel: BenchParcel, region: RegionCode): FactContent[] {
  const newId = <Prefix extends "vis" | "opn" | "sty">(prefix: Prefix) =>
    composeId(prefix, region, randomBytes(12)) as `${Prefix}_${string}`;
  const { parcelId, trackingNumber, compartmentId, grantId } = parcel;
  const stayId = newId("sty");
  const depositVisit = newId("vis");
  const pickupVisit = newId("vis");
  return [
    {
      type: "visit.started",
      data: { visitId: depositVisit, kind: "deposit", grantId: null, courierId: null },
    },
    ...openingFacts({ visitId: depositVisit, purpose: "deposit", goods: "present" }),
    {
      type: "deposit.confirmed",
      data: {
        visitId: depositVisit,
        stayId,
        parcelId,
        trackingNumber,
        compartmentId,
        courierId: null,
        goods: "present",
      },
    },
    { type: "visit.ended", data: { visitId: depositVisit, outcome: "completed" } },
    {
      type: "visit.started",
      data: { visitId: pickupVisit, kind: "pickup", grantId, courierId: null },
    },
    ...openingFacts({ visitId: pickupVisit, purpose: "pickup", goods: "absent" }),
    {
      type: "pickup.confirmed",
      data: { visitId: pickupVisit, stayId, parcelId, compartmentId, grantId, goods: "absent" },
    },
    { type: "visit.ended", data: { visitId: pickupVisit, outcome: "completed" } },
  ];

  function openingFacts(opening: {
    visitId: `vis_${string}`;
    purpose: "deposit" | "pickup";
    goods: "present" | "absent";
  }): FactContent[] {
    const openingId = newId("opn");
    return [
      {
        type: "opening.intended",
        data: {
          openingId,
          visitId: opening.visitId,
          grantId: opening.purpose === "pickup" ? grantId : null,
          commandId: null,
          compartmentId,
          purpose: opening.purpose,
        },
      },
      { type: "opening.pulsed", data: { openingId, actuation: "acknowledged" } },
      { type: "door.opened", data: { compartmentId, openingId } },
      { type: "opening.settled", data: { openingId, outcome: "opened" } },
      {
        type: "door.closed",
        data: { compartmentId, openingId, openMs: 9_000, goods: opening.goods },
      },
    ];
  }
}
