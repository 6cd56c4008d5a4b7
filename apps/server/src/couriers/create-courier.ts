import type { Courier } from "@pigeonhole/contract/http/operating";
import {
  composeBadgePayload,
  composeLongSecret,
  longSecretRandomBytes,
} from "@pigeonhole/domain/codes/qr-payload";
import { networkRegion } from "@pigeonhole/domain/ids";
import type { Deps } from "../deps.ts";
import { newId } from "../platform/new-id.ts";
import { settleCourierGrants } from "./courier-grants-upkeep.ts";

const nonceBytes = 12;
const seedBytes = 32;

type CourierPlan = {
  readonly carrierId: string;
  readonly name: string;
  readonly language: string;
  readonly lockerIds?: readonly string[] | undefined;
};

/** Adds a courier with a badge that is shown once; undefined where there is no such carrier. */
export async function createCourier(
  deps: Pick<Deps, "database" | "secrets" | "now" | "randomBytes">,
  plan: CourierPlan,
): Promise<{ readonly courier: Courier; readonly badge: string } | undefined> {
  const id = newId(deps, "cur", networkRegion);
  const secret = composeLongSecret(deps.randomBytes(longSecretRandomBytes));
  const seal = (plain: string | Uint8Array) =>
    deps.secrets.seal(plain, deps.randomBytes(nonceBytes));
  const lockerIds = plan.lockerIds ?? null;
  const inserted = await deps.database.network((tx) =>
    tx.query(
      `insert into couriers (id, carrier_id, name, language, locker_ids, badge_sealed,
                             seed_sealed, active, created_at)
       select $1, c.id, $3, $4, $5, $6, $7, true, $8 from carriers c where c.id = $2
       returning 1`,
      [
        id,
        plan.carrierId,
        plan.name,
        plan.language,
        lockerIds,
        seal(secret),
        seal(deps.randomBytes(seedBytes)),
        deps.now().toString(),
      ],
    ),
  );
  if (inserted.length === 0) return undefined;
  await settleCourierGrants(deps, { courierId: id, active: true });
  const courier = { id, carrierId: plan.carrierId, name: plan.name, lockerIds, active: true };
  return { courier: courier as Courier, badge: composeBadgePayload(secret) };
}
