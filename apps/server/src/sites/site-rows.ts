import type { Site } from "@pigeonhole/contract/http/sites";

export type SiteRow = {
  readonly id: string;
  readonly region: string;
  readonly name: string;
  readonly kind: Site["kind"];
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly time_zone: string;
  readonly opening_hours: string;
  readonly directions: string | null;
  readonly step_free: boolean;
  readonly indoor: boolean;
  readonly lit: boolean;
  readonly cameras: boolean;
  readonly support_phone: string | null;
};

export const siteColumns = `id, region, name, kind, street, postcode, city, country, latitude,
  longitude, time_zone, opening_hours, directions, step_free, indoor, lit, cameras, support_phone`;

export function rowToSite(row: SiteRow, more: Pick<Site, "openNow" | "lockers">): Site {
  const { street, postcode, city, country } = row;
  return {
    id: row.id as Site["id"],
    region: row.region,
    name: row.name,
    kind: row.kind,
    address: { street, postcode, city, country },
    latitude: row.latitude,
    longitude: row.longitude,
    timeZone: row.time_zone,
    openingHours: row.opening_hours,
    directions: row.directions,
    stepFree: row.step_free,
    indoor: row.indoor,
    lit: row.lit,
    cameras: row.cameras,
    supportPhone: row.support_phone,
    ...more,
  };
}
