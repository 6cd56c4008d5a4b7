import type { Courier } from "@pigeonhole/contract/http/operating";
import type { Deps } from "../deps.ts";
import { settleCourierGrants } from "./courier-grants-upkeep.ts";

type CourierRow = {
  readonly id: string;
  readonly carrier_id: string;
  readonly name: string;
  readonly locker_ids: string[] | null;
  readonly active: boolean;
};

/** Ends or restores a courier's access at every locker; undefined for an unknown courier. */
export async function changeCourier(
  deps: Pick<Deps, "database" | "secrets" | "now" | "randomBytes">,
  courierId: string,
  change: { readonly active: boolean },
): Promise<Courier | undefined> {
  const [row] = await deps.database.network((tx) =>
    tx.query<CourierRow>(
      `update couriers set active = $2 where id = $1
       returning id, carrier_id, name, locker_ids, active`,
      [courierId, change.active],
    ),
  );
  if (row === undefined) return undefined;
  await settleCourierGrants(deps, { courierId, active: change.active });
  return {
    id: row.id as Courier["id"],
    carrierId: row.carrier_id as Courier["carrierId"],
    name: row.name,
    lockerIds: row.locker_ids as Courier["lockerIds"],
    active: row.active,
  };
}
