import type { Registry } from "prom-client";
import { createCourierGrantsUpkeep } from "./couriers/courier-grants-upkeep.ts";
import type { ServerDeps } from "./create-server.ts";
import { createLockerSweeps } from "./lockers/status-sweep.ts";
import { createNoticeSender } from "./notices/notice-sender.ts";
import { createDeadlineSweep } from "./parcels/sweep-deadlines.ts";
import { createIdempotencySweep } from "./platform/http/sweep-idempotency-keys.ts";
import { createReservationSweep } from "./reservations/sweep-reservations.ts";
import { createWebhookSender } from "./webhooks/webhook-sender.ts";

/** Everything a worker does without being asked: sending, sweeping, topping up. */
export type Work = {
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Couriers get onto a new locker's list now, not at the next round. */
  readonly lockerMade: () => void;
};

type Part = { readonly start: () => void | Promise<void>; readonly stop: () => Promise<void> };

export function createWork(deps: ServerDeps & { readonly registry: Registry }): Work {
  const courierGrants = createCourierGrantsUpkeep(deps);
  const parts: readonly Part[] = [
    createNoticeSender(deps),
    createWebhookSender(deps),
    createLockerSweeps(deps),
    createDeadlineSweep(deps),
    createReservationSweep(deps),
    createIdempotencySweep(deps),
    courierGrants,
  ];
  const waiting = [...parts];
  return {
    async start() {
      // A start that failed half-way goes on where it stopped; nothing is started twice.
      for (let part = waiting[0]; part !== undefined; part = waiting[0]) {
        await part.start();
        waiting.shift();
      }
    },
    async stop() {
      await Promise.all(parts.map((part) => part.stop()));
    },
    lockerMade: () => courierGrants.nudge(),
  };
}
