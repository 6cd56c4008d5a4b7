import { hash } from "node:crypto";
import { defaultKioskPolicies, type KioskConfig } from "@pigeonhole/contract/device/config";
import { canonicalJson } from "@pigeonhole/contract/device/facts";
import type { ConfigFrame } from "@pigeonhole/contract/device/frames";
import type { Tx } from "../platform/postgres/database.ts";

type ConfigRow = {
  readonly id: string;
  readonly name: string;
  readonly languages: KioskConfig["languages"];
  readonly layout: KioskConfig["layout"];
  readonly config_version: number;
  readonly site_name: string;
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
  readonly time_zone: string;
  readonly opening_hours: string;
  readonly support_phone: string | null;
};

/** The newest configuration of these lockers, as their kiosks apply it. */
export async function readKioskConfigs(
  tx: Tx,
  lockerIds: readonly string[],
): Promise<Map<string, ConfigFrame>> {
  if (lockerIds.length === 0) return new Map();
  const rows = await tx.query<ConfigRow>(
    `select l.id, l.name, l.languages, l.layout, l.config_version, s.name as site_name, s.street,
            s.postcode, s.city, s.time_zone, s.opening_hours, s.support_phone
       from network.lockers l join network.sites s on s.id = l.site_id
      where l.id = any($1)`,
    [lockerIds],
  );
  return new Map(rows.map((row) => [row.id, rowToFrame(row)]));
}

function rowToFrame(row: ConfigRow): ConfigFrame {
  const config: KioskConfig = {
    lockerId: row.id as KioskConfig["lockerId"],
    lockerName: row.name,
    siteName: row.site_name,
    addressLines: [row.street, `${row.postcode} ${row.city}`],
    timeZone: row.time_zone,
    openingHours: row.opening_hours,
    supportPhone: row.support_phone,
    languages: row.languages,
    layout: row.layout,
    policies: defaultKioskPolicies,
  };
  return {
    type: "config",
    version: row.config_version,
    hash: hash("sha256", canonicalJson(config)),
    config,
  };
}
