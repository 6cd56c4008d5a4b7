import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import type { Deps } from "../deps.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import { refuse } from "../platform/http/refusals.ts";
import { migrateRegion } from "../platform/postgres/migrate.ts";
import type { Regions } from "./known-regions.ts";

export type Region = { readonly code: string; readonly name: string };

/** The network itself carries this code in the ids of shops, carriers and couriers. */
const reservedCode = "00";

/** A region is a schema of its own: made, migrated and named in one transaction. */
export async function createRegion(
  deps: Pick<Deps, "database" | "now"> & { readonly regions: Regions },
  region: Region,
): Promise<Result<Region, Refusal>> {
  if (region.code === reservedCode) return refuse("region_exists");
  const made = await deps.database.network(async (tx) => {
    const rows = await tx.query(
      `insert into regions (code, name, created_at) values ($1, $2, $3)
       on conflict (code) do nothing returning 1`,
      [region.code, region.name, deps.now().toString()],
    );
    if (rows.length > 0) await migrateRegion(tx, region.code);
    return rows.length > 0;
  });
  deps.regions.forget();
  return made ? ok(region) : refuse("region_exists");
}

export function listRegions(deps: Pick<Deps, "database">): Promise<Region[]> {
  return deps.database.network((tx) =>
    tx.query<Region>("select code, name from regions order by created_at, code"),
  );
}
