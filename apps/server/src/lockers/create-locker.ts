import type { Locker } from "@pigeonhole/contract/http/sites";
import type { Layout, LayoutPlan } from "@pigeonhole/contract/layout";
import { isLow } from "@pigeonhole/domain/compartment/compartment";
import type { SiteId } from "@pigeonhole/domain/ids";
import { regionOf } from "@pigeonhole/domain/ids";
import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import type { Deps } from "../deps.ts";
import type { Refusal } from "../platform/http/refusals.ts";
import { refuse } from "../platform/http/refusals.ts";
import { newId } from "../platform/new-id.ts";
import type { Tx } from "../platform/postgres/database.ts";
import type { Regions } from "../regions/known-regions.ts";
import { findLayoutMistakes } from "./find-layout-mistakes.ts";
import { readLocker } from "./get-locker.ts";

export type LockerPlan = {
  readonly siteId: string;
  readonly name: string;
  readonly layout: LayoutPlan;
  readonly state: Locker["state"];
  readonly languages: readonly string[];
};

/** Adds a locker: its layout gets ids, and its compartments become rows that can hold stays. */
export async function createLocker(
  deps: Pick<Deps, "database" | "now" | "randomBytes"> & { readonly regions: Regions },
  plan: LockerPlan,
): Promise<Result<Locker, Refusal>> {
  const errors = findLayoutMistakes(plan.layout);
  if (errors.length > 0) return refuse("invalid", { errors });
  const region = regionOf(plan.siteId as SiteId);
  if (!(await deps.regions.isKnown(region))) return refuse("not_found");
  const id = newId(deps, "lkr", region);
  const layout = withIds(deps, plan.layout, region);
  return deps.database.region(region, async (tx) => {
    const site = await tx.query("select 1 from network.sites where id = $1", [plan.siteId]);
    if (site.length === 0) return refuse("not_found");
    await insertLocker(tx, { id, region, plan, layout, at: deps.now().toString() });
    await insertCompartments(tx, id, layout);
    const locker = await readLocker(tx, id, deps.now());
    if (locker === undefined) throw new TypeError("an inserted locker is not there");
    return ok(locker);
  });
}

function withIds(
  deps: Pick<Deps, "randomBytes">,
  plan: LayoutPlan,
  region: ReturnType<typeof regionOf>,
): Layout {
  return {
    ...plan,
    modules: plan.modules.map((module) => ({
      ...module,
      compartments: module.compartments.map((compartment) => ({
        compartmentId: newId(deps, "cmp", region),
        ...compartment,
      })),
    })),
  } as Layout;
}

async function insertLocker(
  tx: Tx,
  locker: {
    readonly id: string;
    readonly region: string;
    readonly plan: LockerPlan;
    readonly layout: Layout;
    readonly at: string;
  },
): Promise<void> {
  const { id, region, plan, layout, at } = locker;
  await tx.query(
    `insert into network.lockers (id, region, site_id, name, state, languages, layout, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, region, plan.siteId, plan.name, plan.state, plan.languages, JSON.stringify(layout), at],
  );
  await tx.query("insert into locker_lists (locker_id) values ($1)", [id]);
  await tx.query("insert into locker_status (locker_id) values ($1)", [id]);
}

async function insertCompartments(tx: Tx, lockerId: string, layout: Layout): Promise<void> {
  const compartments = layout.modules.flatMap((module) => module.compartments);
  const rows = compartments.map((compartment) => ({
    id: compartment.compartmentId,
    label: compartment.label,
    size_class: compartment.sizeClass,
    width_mm: compartment.innerMm.widthMm,
    height_mm: compartment.innerMm.heightMm,
    depth_mm: compartment.innerMm.depthMm,
    mass_max_grams: compartment.massMaxGrams,
    floor_height_mm: compartment.floorHeightMm,
    low: isLow(compartment),
  }));
  await tx.query(
    `insert into compartments (id, locker_id, label, size_class, width_mm, height_mm, depth_mm,
                               mass_max_grams, floor_height_mm, low)
     select id, $2, label, size_class, width_mm, height_mm, depth_mm, mass_max_grams,
            floor_height_mm, low
       from json_to_recordset($1::json) as n(
            id text, label text, size_class text, width_mm integer, height_mm integer,
            depth_mm integer, mass_max_grams integer, floor_height_mm integer, low boolean)`,
    [JSON.stringify(rows), lockerId],
  );
}
