import type { RecipientView } from "@pigeonhole/contract/http/recipients";
import type { Tx } from "../platform/postgres/database.ts";

/** A locker with its site, as people are led there. */
export type PlaceRow = {
  readonly locker_id: string;
  readonly locker_name: string;
  readonly layout: RecipientView["locker"]["layout"];
  readonly reach: RecipientView["locker"]["reach"] | null;
  readonly serving: boolean | null;
  readonly site_id: string;
  readonly site_name: string;
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly time_zone: string;
  readonly opening_hours: string;
  readonly directions: string | null;
  readonly support_phone: string | null;
};

export async function loadPlace(tx: Tx, lockerId: string): Promise<PlaceRow | undefined> {
  const [row] = await tx.query<PlaceRow>(
    `select l.id as locker_id, l.name as locker_name, l.layout, t.reach, t.serving,
            s.id as site_id, s.name as site_name, s.street, s.postcode, s.city, s.country,
            s.latitude, s.longitude, s.time_zone, s.opening_hours, s.directions, s.support_phone
       from network.lockers l
       join network.sites s on s.id = l.site_id
       left join locker_status t on t.locker_id = l.id
      where l.id = $1`,
    [lockerId],
  );
  return row;
}

export function addressOf(row: Pick<PlaceRow, "street" | "postcode" | "city" | "country">) {
  const { street, postcode, city, country } = row;
  return { street, postcode, city, country };
}
