import { endpoints } from "@pigeonhole/contract/http/endpoints";
import { carrierScan } from "@pigeonhole/contract/http/parcels";
import type { FastifyInstance } from "fastify";
import { shopFilter } from "../access/shop-filter.ts";
import type { HttpDeps } from "../platform/http/http-deps.ts";
import { placesOf } from "../platform/http/read-input.ts";
import { problemOfRefusal, reply } from "../platform/http/refusals.ts";
import { registerEndpoint } from "../platform/http/register-endpoint.ts";
import type { ScanOutcome, ScanRow } from "./record-carrier-scans.ts";
import { recordCarrierScans } from "./record-carrier-scans.ts";

export function registerCarrierRoutes(app: FastifyInstance, deps: HttpDeps): void {
  registerEndpoint(app, deps, endpoints.recordCarrierScans, async ({ body, caller }) => {
    const rows: ScanRow[] = [];
    const outcomes = new Map<number, ScanOutcome>();
    for (const [index, given] of body.scans.entries()) {
      const read = carrierScan.safeParse(given);
      if (read.success) rows.push({ index, scan: read.data });
      else {
        const refusal = { type: "invalid", errors: placesOf(read.error) } as const;
        outcomes.set(index, { outcome: "refused", refusal });
      }
    }
    const judged = await recordCarrierScans(deps, shopFilter(caller), rows);
    for (const [index, outcome] of judged) outcomes.set(index, outcome);
    return reply(scanAnswer(deps, body.scans.length, outcomes));
  });
}

function scanAnswer(deps: HttpDeps, length: number, outcomes: ReadonlyMap<number, ScanOutcome>) {
  const results = Array.from({ length }, (_, index) => {
    const outcome = outcomes.get(index);
    if (outcome === undefined) throw new TypeError("a scan has no outcome");
    if (outcome.outcome !== "refused") return { index, outcome: outcome.outcome };
    const problem = problemOfRefusal(deps.publicUrl, outcome.refusal);
    return { index, outcome: outcome.outcome, problem };
  });
  const count = (outcome: ScanOutcome["outcome"]) => {
    const rows = results.filter((result) => result.outcome === outcome).length;
    deps.metrics.scans.inc({ outcome }, rows);
    return rows;
  };
  return {
    recorded: count("recorded"),
    repeated: count("repeated"),
    refused: count("refused"),
    results,
  };
}
