import {
  composeId,
  type IdPrefix,
  idRandomBytes,
  type LockerId,
  type RegionCode,
  regionOf,
} from "@pigeonhole/domain/ids";

/** Ids of what begins at this locker; they carry its region. */
export type DeviceIds = <Prefix extends IdPrefix>(prefix: Prefix) => `${Prefix}_${string}`;

export function createDeviceIds(
  lockerId: string,
  random: (bytes: number) => Uint8Array,
): DeviceIds {
  const region: RegionCode = regionOf(lockerId as LockerId);
  return (prefix) => composeId(prefix, region, random(idRandomBytes));
}

/** A whole number from 0 to below `maxExclusive`, every one as likely. */
export function createDice(
  random: (bytes: number) => Uint8Array,
): (maxExclusive: number) => number {
  return (maxExclusive) => {
    // Values above the largest multiple would make small numbers likelier, so they are drawn again.
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % maxExclusive);
    for (;;) {
      const value = Buffer.from(random(4)).readUInt32BE();
      if (value < limit) return value % maxExclusive;
    }
  };
}
