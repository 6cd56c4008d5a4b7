// From what single doors taught to the profile of their bus.
import type {
  BoardProfile,
  BusProfile,
  FeedbackWiring,
  StatusByteOrder,
} from "../profile/profile.ts";
import { type BitPlace, placeOfChannel } from "../profile/read-doors.ts";
import type { Result } from "../result.ts";
import type { CommissioningFinding, LearnedDoor } from "./commission-bus.ts";

const ORDERS = ["ch1-last", "ch1-first"] as const;

/**
 * Byte order is a matter of the whole board: the order in which most doors stand where they should.
 * Doors that stand elsewhere have crossed wires. Wiring is that of most doors, the rest override.
 */
export function learnProfile(
  draft: BusProfile,
  learned: readonly LearnedDoor[],
): Result<BusProfile, readonly CommissioningFinding[]> {
  const findings: CommissioningFinding[] = [];
  const boards = draft.boards.map((board) => {
    const doors = learned.filter(({ lock }) => lock.board === board.address);
    const order = orderOf(doors, board.statusByteOrder ?? draft.statusByteOrder);
    for (const door of doors) {
      if (!isAtItsPlace(door, order)) {
        findings.push({ type: "bit-of-other-channel", lock: door.lock, place: door.place });
      }
    }
    return withWiring(board, doors, order);
  });
  if (findings.length > 0) return { ok: false, refusal: findings };
  return { ok: true, value: { ...draft, boards } };
}

function withWiring(
  board: BoardProfile,
  doors: readonly LearnedDoor[],
  statusByteOrder: StatusByteOrder,
): BoardProfile {
  const openShort = doors.filter((door) => wiringOf(door) === "open-short").length;
  const feedback: FeedbackWiring = openShort * 2 > doors.length ? "open-short" : "closed-short";
  const overrides = doors
    .filter((door) => wiringOf(door) !== feedback)
    .map((door) => ({ channel: door.lock.channel, feedback: wiringOf(door) }));
  const { address, channels } = board;
  return {
    address,
    channels,
    feedback,
    statusByteOrder,
    ...(overrides.length > 0 ? { overrides } : {}),
  };
}

/** A tie, as with doors in the middle byte only, leaves the order as it was drafted. */
function orderOf(doors: readonly LearnedDoor[], drafted: StatusByteOrder): StatusByteOrder {
  const [last = 0, first = 0] = ORDERS.map(
    (order) => doors.filter((door) => isAtItsPlace(door, order)).length,
  );
  if (last === first) return drafted;
  return last > first ? "ch1-last" : "ch1-first";
}

function isAtItsPlace(door: LearnedDoor, order: StatusByteOrder): boolean {
  const expected: BitPlace = placeOfChannel(door.lock.channel, door.statusBytes, order);
  return expected.byte === door.place.byte && expected.bit === door.place.bit;
}

function wiringOf(door: LearnedDoor): FeedbackWiring {
  return door.isSetWhenOpen ? "open-short" : "closed-short";
}
