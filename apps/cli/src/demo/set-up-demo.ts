import type { LayoutPlan } from "@pigeonhole/contract/layout";
import type { Answer, Client } from "@pigeonhole/sdk/client";
import {
  type DemoLocker,
  demoCarrierName,
  demoCourierName,
  demoLockers,
  demoShopName,
} from "./demo-network.ts";
import type { DemoRecord } from "./demo-record.ts";

/** The network refused a step of the demonstration's set-up. */
export class DemoRefusedError extends Error {
  override readonly name = "DemoRefusedError";
  readonly code = "demo_refused";
}

/** Makes sites, lockers, a shop with its key, a carrier and a courier, as an operator would. */
export async function setUpDemo(client: Client): Promise<DemoRecord> {
  const lockers = [];
  for (const locker of demoLockers) lockers.push(await makeLocker(client, locker));
  const shop = made("shop", await client.createShop({ body: { name: demoShopName } }));
  const key = made(
    "key",
    await client.createKey({
      params: { shopId: shop.id },
      body: {
        name: "demonstration",
        scopes: [
          "parcels:write",
          "parcels:read",
          "reservations:write",
          "scans:write",
          "webhooks:write",
        ],
      },
    }),
  );
  const carrier = made("carrier", await client.createCarrier({ body: { name: demoCarrierName } }));
  const courier = made(
    "courier",
    await client.createCourier({ body: { carrierId: carrier.id, name: demoCourierName } }),
  );
  return {
    shopId: shop.id,
    shopKey: key.secret,
    carrierId: carrier.id,
    courierId: courier.courier.id,
    courierBadge: courier.badge,
    lockers,
  };
}

async function makeLocker(client: Client, plan: DemoLocker) {
  const site = made("site", await client.createSite({ body: plan.site }));
  const locker = made(
    "locker",
    await client.createLocker({
      body: { siteId: site.id, name: plan.name, layout: plan.layout as LayoutPlan },
    }),
  );
  return { name: plan.name, siteId: site.id, lockerId: locker.id };
}

/** The body of an answer that must have succeeded. */
export function made<Body>(what: string, answer: Answer<Body>): Body {
  if (answer.ok) return answer.body;
  const { title, detail, code } = answer.problem;
  throw new DemoRefusedError(`${what}: ${title} (${code}) ${detail ?? ""}`);
}
