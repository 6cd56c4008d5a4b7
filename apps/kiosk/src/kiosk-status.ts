import type { StatusFrame } from "@pigeonhole/contract/device/frames";
import type { DoorRunner } from "./doors/door-runner.ts";
import type { Journal } from "./journal/journal.ts";
import type { KeptConfig } from "./kiosk-config.ts";
import { wiredDoors } from "./kiosk-config.ts";
import type { ServiceState } from "./service-state.ts";

export type KioskStatus = { readonly frame: () => StatusFrame };

export function createKioskStatus(deps: {
  readonly journal: Journal;
  readonly service: ServiceState;
  readonly doors: DoorRunner;
  readonly now: () => Temporal.Instant;
  readonly config: () => KeptConfig | undefined;
}): KioskStatus {
  const { journal } = deps;
  return {
    frame() {
      const config = deps.config();
      const out = deps.service.outOfService();
      const doors = config === undefined ? [] : wiredDoors(config.config);
      return {
        type: "status",
        at: deps.now().round("millisecond").toString(),
        serving: out === undefined,
        reason: out?.reason ?? null,
        grantsVersion: journal.grants.version(),
        configVersion: config?.version ?? 0,
        factsWaiting: journal.facts.lastSeq() - journal.facts.ackedSeq(),
        doors: doors.map(({ compartmentId }) => {
          const door = deps.doors.door(compartmentId);
          return {
            compartmentId: compartmentId as StatusFrame["doors"][number]["compartmentId"],
            door: door?.sensed ?? "unknown",
            goods: door?.goods ?? "unknown",
          };
        }),
      };
    },
  };
}
