import type { Deps } from "../deps.ts";
import { createRegionRounds } from "../device-link/region-rounds.ts";
import type { Timers } from "../platform/timers.ts";
import { type ClaimedDelivery, claimDeliveries } from "./claim-deliveries.ts";
import { createPostWebhook, type PostOutcome, type PostWebhook } from "./post-webhook.ts";
import { addressRules } from "./public-address.ts";
import { webhookChannel } from "./queue-webhooks.ts";
import { disableEndpoint, goneStatus, settleDelivery } from "./settle-delivery.ts";
import { type SignedHeaders, signWebhook } from "./webhook-signing.ts";

export type WebhookSender = {
  start(): Promise<void>;
  stop(): Promise<void>;
};

export type WebhookSenderDeps = Pick<
  Deps,
  "database" | "secrets" | "now" | "randomBytes" | "publicUrl" | "log"
> & { readonly timers: Timers };

/** Due deliveries that no notification told of are looked for this often. */
const everySeconds = 5;
/** Tries of one process under way at the same time, in all and for one endpoint. */
const triesAtOnceMax = 32;
const triesPerEndpointMax = 8;
const claimedPerEndpoint = 4;
/** How long a stop waits for tries under way. */
const stopWaitMs = 2_000;

/**
 * Sends what `queueWebhooks` queued, each at least once and in no promised order; receivers tell a
 * repetition by `webhook-id`. Any number of processes may send side by side. A round fills the free
 * lanes and waits for nobody; every try that ends begins the next round.
 */
export function createWebhookSender(deps: WebhookSenderDeps): WebhookSender {
  const post = createPostWebhook(addressRules(deps.publicUrl), deps.timers);
  const underWay = new Map<Promise<void>, string>();
  const rounds = createRegionRounds({
    deps,
    name: "webhooks",
    everySeconds,
    run: (region) => fillLanes(deps, { region, post, underWay, ended: () => rounds.nudge() }),
  });
  let listening: { stop(): Promise<void> } | undefined;
  return {
    async start() {
      listening = await deps.database.listen(webhookChannel, () => rounds.nudge());
      rounds.start();
    },
    async stop() {
      await listening?.stop();
      await rounds.stop();
      // What is cut off here is due again when its lease ends.
      await Promise.race([Promise.all(underWay.keys()), pause(deps.timers, stopWaitMs)]);
    },
  };
}

function pause(timers: Timers, ms: number): Promise<void> {
  return new Promise((resolve) => {
    timers.after(ms, resolve);
  });
}

type Lanes = {
  readonly region: string;
  readonly post: PostWebhook;
  /** Tries under way with their endpoints, of all regions. */
  readonly underWay: Map<Promise<void>, string>;
  readonly ended: () => void;
};

async function fillLanes(deps: WebhookSenderDeps, lanes: Lanes): Promise<void> {
  const { region, underWay } = lanes;
  while (underWay.size < triesAtOnceMax) {
    const claimed = await deps.database.region(region, (tx) =>
      claimDeliveries(tx, deps, {
        count: triesAtOnceMax - underWay.size,
        perEndpoint: claimedPerEndpoint,
        without: crowdedEndpoints([...underWay.values()]),
      }),
    );
    if (claimed.length === 0) return;
    for (const delivery of claimed) begin(deps, lanes, delivery);
  }
}

function begin(deps: WebhookSenderDeps, lanes: Lanes, delivery: ClaimedDelivery): void {
  const { deliveryId, endpointId } = delivery;
  const done = tryOnce(deps, lanes, delivery)
    .catch((error: unknown) => {
      deps.log.warn({ error, deliveryId }, "a webhook's try could not be noted");
    })
    .finally(() => {
      lanes.underWay.delete(done);
      lanes.ended();
    });
  lanes.underWay.set(done, endpointId);
}

/** Endpoints that one more claim could bring above `triesPerEndpointMax`. */
function crowdedEndpoints(endpointIds: readonly string[]): string[] {
  return [...Map.groupBy(endpointIds, (id) => id)]
    .filter(([, tries]) => tries.length + claimedPerEndpoint > triesPerEndpointMax)
    .map(([id]) => id);
}

async function tryOnce(
  deps: WebhookSenderDeps,
  lanes: Lanes,
  delivery: ClaimedDelivery,
): Promise<void> {
  const startedAt = deps.now();
  const outcome = await postDelivery(deps, lanes.post, delivery);
  const durationMs = Math.max(0, Math.round(deps.now().since(startedAt).total("milliseconds")));
  if (outcome.status === goneStatus) await disableEndpoint(deps, delivery.endpointId);
  await deps.database.region(lanes.region, (tx) =>
    settleDelivery(tx, deps, delivery, { ...outcome, at: startedAt.toString(), durationMs }),
  );
}

async function postDelivery(
  deps: WebhookSenderDeps,
  post: PostWebhook,
  delivery: ClaimedDelivery,
): Promise<PostOutcome> {
  const { endpoint, payload } = delivery;
  if (endpoint === null) return { status: null, error: "endpoint_gone" };
  // What cannot be signed now is noted as a try like others, and so ends with the last of them.
  const headers = trySign(deps, delivery, endpoint.privateKeySealed);
  if (headers === undefined) return { status: null, error: "not_prepared" };
  return post({ url: endpoint.url, headers, payload });
}

function trySign(
  deps: WebhookSenderDeps,
  { deliveryId: id, endpointId, payload }: ClaimedDelivery,
  sealed: Uint8Array,
): SignedHeaders | undefined {
  try {
    const privateKey = deps.secrets.open(sealed).toString("utf8");
    return signWebhook(privateKey, { id, at: deps.now(), payload });
  } catch (error) {
    deps.log.error({ error, deliveryId: id, endpointId }, "a webhook could not be signed");
    return undefined;
  }
}
