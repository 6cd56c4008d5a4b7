import { endpoints } from "@pigeonhole/contract/http/endpoints";
import type { Announcement, BatchResult } from "@pigeonhole/contract/http/parcels";
import { announcement as announcementShape } from "@pigeonhole/contract/http/parcels";
import type { FastifyInstance } from "fastify";
import { shopFilter } from "../access/shop-filter.ts";
import type { HttpDeps } from "../platform/http/http-deps.ts";
import { placesOf } from "../platform/http/read-input.ts";
import { problemOfRefusal, refuse, reply } from "../platform/http/refusals.ts";
import { registerEndpoint } from "../platform/http/register-endpoint.ts";
import { announceParcels } from "./announce-parcels.ts";
import type { AnnouncedRow, AnnounceOutcome } from "./announcement.ts";
import { announcedRow } from "./announcement.ts";
import { cancelParcel } from "./cancel-parcel.ts";
import { getParcel } from "./get-parcel.ts";
import { listParcels } from "./list-parcels.ts";
import { parcelView } from "./parcel-view.ts";

export function registerParcelRoutes(app: FastifyInstance, deps: HttpDeps): void {
  registerEndpoint(app, deps, endpoints.announceParcel, async ({ body, caller }) => {
    const outcomes = await announceParcels(deps, caller.shopId, [announcedRow(0, body)]);
    const outcome = outcomes.get(0);
    if (outcome === undefined) throw new TypeError("an announced row has no outcome");
    deps.metrics.announcements.inc({ outcome: outcome.outcome });
    if (outcome.outcome === "refused") return { ok: false, error: outcome.refusal };
    const status = outcome.outcome === "repeated" ? 200 : 201;
    return reply(parcelView(outcome.parcel, deps.publicUrl), status);
  });
  registerEndpoint(app, deps, endpoints.announceParcels, async ({ body, caller }) => {
    const { rows, results } = readRows(body.parcels, deps);
    const outcomes = await announceParcels(deps, caller.shopId, rows);
    for (const [index, outcome] of outcomes) results[index] = batchResult(deps, index, outcome);
    return reply(countResults(deps, results));
  });
  registerEndpoint(app, deps, endpoints.listParcels, async ({ query, caller }) => {
    const listed = await listParcels(deps, shopFilter(caller), query);
    return listed.ok ? reply(listed.value) : listed;
  });
  registerEndpoint(app, deps, endpoints.getParcel, async ({ params, caller }) => {
    const parcel = await getParcel(deps, shopFilter(caller), params.parcelId);
    if (parcel === undefined) return refuse("not_found");
    return reply(parcelView(parcel, deps.publicUrl));
  });
  registerEndpoint(app, deps, endpoints.cancelParcel, async ({ params, caller }) => {
    const cancelled = await cancelParcel(deps, shopFilter(caller), params.parcelId);
    if (!cancelled.ok) return cancelled;
    return reply(parcelView(cancelled.value, deps.publicUrl));
  });
}

/** Rows that have the documented shape, and the refusals of those that have not. */
function readRows(parcels: readonly unknown[], deps: HttpDeps) {
  const rows: AnnouncedRow[] = [];
  const results: BatchResult[] = [];
  for (const [index, given] of parcels.entries()) {
    const read = announcementShape.safeParse(given);
    if (read.success) rows.push(announcedRow(index, read.data as Announcement));
    else {
      const refusal = { type: "invalid", errors: placesOf(read.error) } as const;
      results[index] = batchResult(deps, index, { outcome: "refused", refusal });
    }
  }
  return { rows, results };
}

function batchResult(deps: HttpDeps, index: number, outcome: AnnounceOutcome): BatchResult {
  if (outcome.outcome === "refused") {
    const problem = problemOfRefusal(deps.publicUrl, outcome.refusal);
    return { index, outcome: "refused", problem };
  }
  const { parcel } = outcome;
  return { index, outcome: outcome.outcome, parcel: parcelView(parcel, deps.publicUrl) };
}

function countResults(deps: HttpDeps, results: BatchResult[]) {
  const count = (outcome: BatchResult["outcome"]) => {
    const rows = results.filter((result) => result.outcome === outcome).length;
    deps.metrics.announcements.inc({ outcome }, rows);
    return rows;
  };
  return {
    announced: count("announced"),
    repeated: count("repeated"),
    refused: count("refused"),
    results,
  };
}
