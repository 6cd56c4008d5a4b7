// What the file given with --layout says: the wall as it is drawn, and the buses behind its doors.

import { type ProfileFault, parseProfile } from "@pigeonhole/boards/profile/parse-profile";
import { type BusProfile, profileHasLock } from "@pigeonhole/boards/profile/profile";
import { profileFromOptions } from "@pigeonhole/boards/profile/profile-options";
import type { Result } from "@pigeonhole/boards/result";
import { type LayoutPlan, layoutPlan } from "@pigeonhole/contract/layout";
import { z } from "zod";

/** One simulated bus. */
export interface PlannedBus {
  readonly name: string;
  readonly profile: BusProfile;
}

export interface WallPlan {
  readonly name: string;
  readonly buses: readonly PlannedBus[];
  readonly layout: LayoutPlan;
}

/** A bus is described by a whole profile, or by dialect and options as a kiosk's --bus has them. */
const busPlan = z.union([
  z.strictObject({ name: z.string().optional(), profile: z.record(z.string(), z.unknown()) }),
  z.strictObject({
    name: z.string().optional(),
    dialect: z.string(),
    options: z.record(z.string(), z.string()),
  }),
]);
const wallFile = z.strictObject({
  name: z.string().min(1).max(80),
  bus: busPlan.optional(),
  buses: z.array(busPlan).min(1).max(8).optional(),
  layout: layoutPlan,
});
type BusPlan = z.infer<typeof busPlan>;

const NAME_OF_ONLY_BUS = "main";

/** Reads the file's text; all that is wrong with it at once. */
export function parseWallPlan(text: string): Result<WallPlan, readonly ProfileFault[]> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, refusal: [{ path: "", problem: `not JSON: ${String(error)}` }] };
  }
  const parsed = wallFile.safeParse(json);
  if (!parsed.success) {
    const refusal = parsed.error.issues.map((issue) => ({
      path: issue.path.join("."),
      problem: issue.message,
    }));
    return { ok: false, refusal };
  }
  const { name, layout, bus, buses = bus === undefined ? [] : [bus] } = parsed.data;
  const read = buses.map(readBus);
  const faults = [
    ...(buses.length === 0 ? [{ path: "bus", problem: "at least one bus is needed" }] : []),
    ...read.flatMap((result) => (result.ok ? [] : result.refusal)),
  ];
  const planned = read.flatMap((result) => (result.ok ? [result.value] : []));
  if (faults.length === 0) faults.push(...locksWithoutBus(layout, planned));
  if (faults.length > 0) return { ok: false, refusal: faults };
  return { ok: true, value: { name, layout, buses: planned } };
}

function readBus(bus: BusPlan, index: number): Result<PlannedBus, readonly ProfileFault[]> {
  const name = bus.name ?? (index === 0 ? NAME_OF_ONLY_BUS : `bus${index + 1}`);
  const result =
    "profile" in bus
      ? parseProfile(bus.profile)
      : profileFromOptions({ ...bus.options, dialect: bus.dialect });
  if (result.ok) return { ok: true, value: { name, profile: result.value } };
  const refusal = result.refusal.map(({ path, problem }) => ({
    path: `buses[${index}].${path}`,
    problem,
  }));
  return { ok: false, refusal };
}

/** A door whose lock hangs on no board would be a door that nobody can ever open. */
function locksWithoutBus(layout: LayoutPlan, buses: readonly PlannedBus[]): ProfileFault[] {
  const seen = new Set<string>();
  return layout.modules.flatMap(({ compartments }) =>
    compartments.flatMap(({ label, lock }) => {
      const problems: string[] = [];
      const bus = buses.find((candidate) => candidate.name === lock.bus);
      if (bus === undefined || !profileHasLock(bus.profile, lock)) {
        problems.push(`no board has the lock ${lock.bus}/${lock.board}/${lock.channel}`);
      }
      if (seen.has(label)) problems.push("its label stands on another door, too");
      seen.add(label);
      return problems.map((problem) => ({ path: `compartment ${label}`, problem }));
    }),
  );
}
