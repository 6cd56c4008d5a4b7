import { decideRoom } from "@pigeonhole/domain/allocation/room";
import type { ParcelMeasures } from "@pigeonhole/domain/size/fit";
import { smallestClassFor } from "@pigeonhole/domain/size/fit";
import type { Refusal } from "../platform/http/refusals.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { loadPromisingLockers } from "./load-lockers.ts";
import { loadRoom } from "./load-room.ts";

export type Alternatives = NonNullable<Refusal["alternatives"]>;

/** What somebody looks for near a locker that said no. */
export type RoomWish = {
  readonly lockerId: string;
  readonly measures: ParcelMeasures;
  readonly needsLow: boolean;
};

const alternativesMax = 3;
/** Neighbours that are asked at most; beyond them nobody walks. */
const neighboursMax = 20;

type NeighbourRow = {
  readonly id: string;
  readonly name: string;
  readonly site_name: string;
  readonly metres: number;
};

/** The nearest lockers of the region that would take the parcel. Nothing is held there. */
export async function findAlternatives(
  tx: Tx,
  wish: RoomWish,
  now: Temporal.Instant,
): Promise<Alternatives> {
  const neighbours = await readNeighbours(tx, wish.lockerId);
  const ids = neighbours.map((row) => row.id);
  const lockers = await loadPromisingLockers(tx, ids, now);
  const rooms = await loadRoom(tx, ids, now);
  return neighbours
    .filter(({ id }) => {
      const room = rooms.get(id);
      if (room === undefined || lockers.get(id)?.isServing !== true) return false;
      const sizeClass = smallestClassFor(wish.measures, room.holders);
      if (sizeClass === undefined) return false;
      return decideRoom(room, { sizeClass, needsLow: wish.needsLow }).ok;
    })
    .slice(0, alternativesMax)
    .map((row) => ({
      lockerId: row.id,
      lockerName: row.name,
      siteName: row.site_name,
      distanceMetres: Math.round(row.metres),
    }));
}

/** Great-circle distance by the haversine formula on a sphere of 6,371 km: exact to half a percent. */
function readNeighbours(tx: Tx, lockerId: string): Promise<NeighbourRow[]> {
  return tx.query<NeighbourRow>(
    `with here as (
       select s.latitude, s.longitude, l.region
         from network.lockers l join network.sites s on s.id = l.site_id where l.id = $1)
     select l.id, l.name, s.name as site_name,
            2 * 6371000 * asin(least(1, sqrt(
              sin(radians(s.latitude - here.latitude) / 2) ^ 2
              + cos(radians(here.latitude)) * cos(radians(s.latitude))
                * sin(radians(s.longitude - here.longitude) / 2) ^ 2))) as metres
       from network.lockers l
       join network.sites s on s.id = l.site_id
       cross join here
      where l.region = here.region and l.id <> $1 and l.state = 'serving'
      order by metres, l.id
      limit ${neighboursMax}`,
    [lockerId],
  );
}
