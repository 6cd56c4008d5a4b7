import type { Site, SitePlan } from "@pigeonhole/contract/http/sites";
import { parseOpeningHours } from "@pigeonhole/domain/deadline/opening-hours";
import type { RegionCode } from "@pigeonhole/domain/ids";
import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import type { Deps } from "../deps.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import { refuse } from "../platform/http/refusals.ts";
import { newId } from "../platform/new-id.ts";
import type { Regions } from "../regions/known-regions.ts";
import { getSite } from "./list-sites.ts";

/** Hours and zone are tried here once, so that every deadline can rely on them. */
export async function createSite(
  deps: Pick<Deps, "database" | "now" | "randomBytes"> & { readonly regions: Regions },
  plan: SitePlan,
): Promise<Result<Site, Refusal>> {
  const hours = parseOpeningHours(plan.openingHours);
  if (!hours.ok) return invalid("/openingHours", `not understood: ${hours.error.rule}`);
  if (!isTimeZone(plan.timeZone)) return invalid("/timeZone", "no time zone has this name");
  const [first] = await deps.regions.all();
  const region = plan.region ?? first;
  if (region === undefined || !(await deps.regions.isKnown(region))) {
    return invalid("/region", "there is no such region");
  }
  const id = newId(deps, "sit", region as RegionCode);
  await insertSite(deps, { id, region, plan });
  const site = await getSite(deps, id);
  if (site === undefined) throw new TypeError("an inserted site is not there");
  return ok(site);
}

async function insertSite(
  deps: Pick<Deps, "database" | "now">,
  site: { readonly id: string; readonly region: string; readonly plan: SitePlan },
): Promise<void> {
  const { id, region, plan } = site;
  const { street, postcode, city, country } = plan.address;
  await deps.database.network((tx) =>
    tx.query(
      `insert into sites (id, region, name, kind, street, postcode, city, country, latitude,
                          longitude, time_zone, opening_hours, directions, step_free, indoor,
                          lit, cameras, support_phone, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
               $19)`,
      [
        id,
        region,
        plan.name,
        plan.kind,
        street,
        postcode,
        city,
        country,
        plan.latitude,
        plan.longitude,
        plan.timeZone,
        plan.openingHours,
        plan.directions,
        plan.stepFree,
        plan.indoor,
        plan.lit,
        plan.cameras,
        plan.supportPhone,
        deps.now().toString(),
      ],
    ),
  );
}

function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function invalid(pointer: string, message: string): Result<never, Refusal> {
  return refuse("invalid", { errors: [{ pointer, message }] });
}
