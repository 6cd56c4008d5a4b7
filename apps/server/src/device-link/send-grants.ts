import { grantsPerFrameMax } from "@pigeonhole/contract/device/grants";
import type { ListChanges } from "../lockers/grant-list.ts";
import type { KioskConnection } from "./kiosk-connection.ts";

/** Removals of one frame, as the contract limits them. */
const removalsPerFrameMax = 5_000;

/** Sends the changes of a list; a long one goes in several frames that the kiosk applies together. */
export function sendGrants(
  connection: Pick<KioskConnection, "send">,
  changes: { readonly base: number; readonly version: number } & ListChanges,
): void {
  const { base, version, upserts, removals } = changes;
  const frames = Math.max(
    1,
    Math.ceil(upserts.length / grantsPerFrameMax),
    Math.ceil(removals.length / removalsPerFrameMax),
  );
  for (let index = 0; index < frames; index += 1) {
    connection.send({
      type: "grants",
      version,
      base,
      more: index < frames - 1,
      upserts: upserts.slice(index * grantsPerFrameMax, (index + 1) * grantsPerFrameMax),
      removals: removals.slice(index * removalsPerFrameMax, (index + 1) * removalsPerFrameMax),
    });
  }
}
