import type { Shop } from "@pigeonhole/contract/http/operating";
import { networkRegion } from "@pigeonhole/domain/ids";
import type { Deps } from "../deps.ts";
import { newId } from "../platform/new-id.ts";

export async function createShop(
  deps: Pick<Deps, "database" | "now" | "randomBytes">,
  plan: { readonly name: string; readonly supportEmail?: string | undefined },
): Promise<Shop> {
  const id = newId(deps, "shp", networkRegion);
  const createdAt = deps.now().toString();
  const supportEmail = plan.supportEmail ?? null;
  await deps.database.network((tx) =>
    tx.query("insert into shops (id, name, support_email, created_at) values ($1, $2, $3, $4)", [
      id,
      plan.name,
      supportEmail,
      createdAt,
    ]),
  );
  return { id: id as Shop["id"], name: plan.name, supportEmail, createdAt };
}
