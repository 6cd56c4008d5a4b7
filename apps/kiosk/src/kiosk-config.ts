import { type KioskConfig, kioskConfig } from "@pigeonhole/contract/device/config";
import { z } from "zod";
import type { WiredDoor } from "./doors/door-runner.ts";
import type { WallTimes } from "./doors/wall-state.ts";
import type { Journal } from "./journal/journal.ts";

/** The last configuration, kept so that the kiosk works from it without the network. */
export type KeptConfig = { readonly version: number; readonly config: KioskConfig };

const keptConfig = z.strictObject({ version: z.int().min(1), config: kioskConfig });

export function readKeptConfig(journal: Journal): KeptConfig | undefined {
  const kept = journal.kept.read("config");
  return kept === undefined ? undefined : keptConfig.parse(JSON.parse(kept));
}

export function keepConfig(journal: Journal, kept: KeptConfig, at: Temporal.Instant): void {
  journal.transact(() => {
    journal.kept.write("config", JSON.stringify(kept));
    journal.facts.record({ type: "config.applied", data: { version: kept.version } }, at);
  });
}

export function wiredDoors(config: KioskConfig): WiredDoor[] {
  return config.layout.modules.flatMap((module) =>
    module.compartments.map(({ compartmentId, lock }) => ({ compartmentId, lock })),
  );
}

export function wallTimes(config: KioskConfig): WallTimes {
  const { policies } = config;
  return {
    openWatchMs: policies.openWatchSeconds * 1_000,
    remindMs: policies.doorRemindSeconds.map((seconds) => seconds * 1_000),
    leftOpenMs: policies.doorLeftOpenSeconds * 1_000,
  };
}
