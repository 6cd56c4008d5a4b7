import type { ApiKey } from "@pigeonhole/contract/http/operating";
import type { Deps } from "../deps.ts";
import type { KeyRow } from "./create-key.ts";
import { keyColumns, rowToKey } from "./create-key.ts";

/** The keys of a shop, newest first; undefined where there is no such shop. */
export function listKeys(
  deps: Pick<Deps, "database">,
  shopId: string,
): Promise<ApiKey[] | undefined> {
  return deps.database.network(async (tx) => {
    const shop = await tx.query("select 1 from shops where id = $1", [shopId]);
    if (shop.length === 0) return undefined;
    const rows = await tx.query<KeyRow>(
      `select ${keyColumns} from api_keys where shop_id = $1 order by created_at desc, id`,
      [shopId],
    );
    return rows.map(rowToKey);
  });
}
