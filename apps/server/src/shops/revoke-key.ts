import { keyChannel } from "../access/key-gate.ts";
import type { Deps } from "../deps.ts";
import { notify } from "../platform/postgres/database.ts";

/** Revokes a key in every process at once; false where there is none that still works. */
export function revokeKey(deps: Pick<Deps, "database" | "now">, keyId: string): Promise<boolean> {
  return deps.database.network(async (tx) => {
    const rows = await tx.query(
      "update api_keys set revoked_at = $2 where id = $1 and revoked_at is null returning 1",
      [keyId, deps.now().toString()],
    );
    if (rows.length > 0) await notify(tx, keyChannel, "");
    return rows.length > 0;
  });
}
