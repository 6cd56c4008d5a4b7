// Turns raw status bits into doors and goods by the profile. Bits that a reply does not carry stay
// unknown: an 8-channel board answers in the form of a 24-channel one, and the other way round.
import type { DoorReading } from "../driver/lock-board-driver.ts";
import { type BoardProfile, type BusProfile, feedbackOf, type StatusByteOrder } from "./profile.ts";

/** Status bytes exactly as they stood in the frame. */
export interface RawStatus {
  readonly contacts: readonly number[];
  /** Undefined where the dialect has no goods sensors. */
  readonly goods: readonly number[] | undefined;
}

/** Where a channel's bit stands: index of the byte in the frame, and bit counted from the lowest. */
export interface BitPlace {
  readonly byte: number;
  readonly bit: number;
}

/** The readings of all locks of one board. `status` is undefined when the board did not answer. */
export function readDoorsOfBoard(
  profile: BusProfile,
  board: BoardProfile,
  status: RawStatus | undefined,
): DoorReading[] {
  return Array.from({ length: board.channels }, (_, index) => {
    const channel = index + 1;
    const order = board.statusByteOrder ?? profile.statusByteOrder;
    return {
      lock: { board: board.address, channel },
      door: readDoor(profile, board, channel, bitOf(status?.contacts, channel, order)),
      goods: readGoods(profile, bitOf(status?.goods, channel, order)),
    };
  });
}

/** Where a channel's bit stands among `bytes` status bytes. */
export function placeOfChannel(channel: number, bytes: number, order: StatusByteOrder): BitPlace {
  const group = (channel - 1) >> 3;
  return { byte: order === "ch1-first" ? group : bytes - 1 - group, bit: (channel - 1) & 7 };
}

function bitOf(
  bytes: readonly number[] | undefined,
  channel: number,
  order: StatusByteOrder,
): boolean | undefined {
  if (bytes === undefined) return undefined;
  const place = placeOfChannel(channel, bytes.length, order);
  const byte = bytes[place.byte];
  return byte === undefined ? undefined : ((byte >> place.bit) & 1) === 1;
}

function readDoor(
  profile: BusProfile,
  board: BoardProfile,
  channel: number,
  isShorted: boolean | undefined,
): DoorReading["door"] {
  if (isShorted === undefined) return "unknown";
  const isClosed = isShorted === (feedbackOf(profile, board, channel) === "closed-short");
  return isClosed ? "closed" : "open";
}

function readGoods(profile: BusProfile, isSet: boolean | undefined): DoorReading["goods"] {
  if (isSet === undefined || profile.goodsPolarity === "no-sensor") return "unknown";
  return isSet === (profile.goodsPolarity === "set-is-present") ? "present" : "absent";
}
