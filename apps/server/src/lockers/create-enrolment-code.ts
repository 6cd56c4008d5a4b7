import { crockfordFromBytes } from "@pigeonhole/domain/crockford";
import type { Deps } from "../deps.ts";
import { enrolmentCodeHash, enrolmentCodeMinutes } from "../device-link/enrol-kiosk.ts";

/** 26 characters of 5 bits: 130 bits, of which nobody guesses one. */
const codeCharacters = 26;
const codeRandomBytes = 17;

/**
 * The one-time code with which a kiosk enrols for this locker; an older code ends. Undefined where
 * there is no such locker.
 */
export async function createEnrolmentCode(
  deps: Pick<Deps, "database" | "now" | "randomBytes">,
  lockerId: string,
): Promise<{ readonly code: string; readonly endsAt: string } | undefined> {
  const code = grouped(crockfordFromBytes(deps.randomBytes(codeRandomBytes), codeCharacters));
  const endsAt = deps.now().add({ minutes: enrolmentCodeMinutes }).toString();
  const changed = await deps.database.network((tx) =>
    tx.query(
      `update lockers set enrolment_code_hash = $2, enrolment_ends_at = $3
        where id = $1 returning 1`,
      [lockerId, enrolmentCodeHash(code), endsAt],
    ),
  );
  return changed.length === 0 ? undefined : { code, endsAt };
}

/** Groups of four or five, to be read off one screen and typed into another. */
function grouped(code: string): string {
  return (code.match(/.{1,5}/gu) ?? []).join("-");
}
