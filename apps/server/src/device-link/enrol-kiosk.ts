import { createHash } from "node:crypto";
import { err, ok, type Result } from "@pigeonhole/domain/result";
import type { Deps } from "../deps.ts";
import { lockerChannel } from "../lockers/list-version.ts";
import type { Tx } from "../platform/postgres/database.ts";
import { notify } from "../platform/postgres/database.ts";
import { toInstant } from "../platform/postgres/row-values.ts";
import { sha256 } from "../platform/secrets.ts";

/** How long a one-time code may be used. */
export const enrolmentCodeMinutes = 15;
/** Wrong codes in a minute until everybody has to wait: guessing 128 bits is hopeless anyway. */
export const enrolmentFailuresPerMinuteMax = 60;

export type EnrolmentRequest = {
  readonly code: string;
  readonly publicKey: { readonly kty: "OKP"; readonly crv: "Ed25519"; readonly x: string };
  /** 32 bytes, base64url. */
  readonly tagKey: string;
};
export type Enrolment = {
  readonly lockerId: string;
  readonly fingerprint: string;
  readonly serverTime: string;
};
export type EnrolmentRefusal = {
  readonly type: "enrolment.refused" | "request.rate_limited";
};
export type EnrolKiosk = (
  request: EnrolmentRequest,
) => Promise<Result<Enrolment, EnrolmentRefusal>>;

type EnrolmentDeps = Pick<Deps, "database" | "secrets" | "now" | "randomBytes">;

/**
 * Binds a kiosk's keys to the locker of a one-time code. The code is used up by the keys that came
 * with it: the same keys get the same answer again (an answer may have been lost), others nothing.
 */
export function createEnrolKiosk(deps: EnrolmentDeps): EnrolKiosk {
  const failures = countPerMinute(deps.now);
  return async (request) => {
    if (failures.count() >= enrolmentFailuresPerMinuteMax) {
      return err({ type: "request.rate_limited" });
    }
    const outcome = await deps.database.network((tx) => enrol(tx, deps, request));
    if (!outcome.ok) failures.add();
    return outcome;
  };
}

/** What is kept of a code: it is typed by a person, so case, spaces and dashes do not count. */
export function enrolmentCodeHash(code: string): Buffer {
  return sha256(code.replace(/[\s-]/g, "").toUpperCase());
}

/** Sixteen bytes of the key's hash in groups of four, short enough to compare two screens. */
export function keyFingerprint(x: string): string {
  const digest = createHash("sha256").update(Buffer.from(x, "base64url")).digest("hex");
  return (digest.slice(0, 32).match(/.{4}/g) ?? []).join(" ");
}

type LockerRow = {
  readonly id: string;
  readonly public_key: string | null;
  readonly tag_key_sealed: Uint8Array | null;
  readonly enrolment_ends_at: string | null;
};

/** A used code keeps its hash but has no end any more; a new code replaces it. */
async function enrol(
  tx: Tx,
  deps: EnrolmentDeps,
  request: EnrolmentRequest,
): Promise<Result<Enrolment, EnrolmentRefusal>> {
  const [locker] = await tx.query<LockerRow>(
    `select id, public_key, tag_key_sealed, enrolment_ends_at from lockers
      where enrolment_code_hash = $1 for update`,
    [enrolmentCodeHash(request.code)],
  );
  if (locker === undefined) return err({ type: "enrolment.refused" });
  const now = deps.now();
  const { enrolment_ends_at: endsAt } = locker;
  const isOpen = endsAt !== null && Temporal.Instant.compare(now, toInstant(endsAt)) <= 0;
  const isRepeated = endsAt === null && hasSameKeys(deps, locker, request);
  if (!isOpen && !isRepeated) return err({ type: "enrolment.refused" });
  if (isOpen) await bindKeys(tx, deps, { lockerId: locker.id, request, now });
  const fingerprint = keyFingerprint(request.publicKey.x);
  return ok({ lockerId: locker.id, fingerprint, serverTime: now.toString() });
}

function hasSameKeys(
  deps: Pick<Deps, "secrets">,
  locker: LockerRow,
  request: EnrolmentRequest,
): boolean {
  if (locker.public_key === null || locker.tag_key_sealed === null) return false;
  const tagKey = deps.secrets.open(locker.tag_key_sealed).toString("base64url");
  return locker.public_key === publicKeyText(request) && tagKey === request.tagKey;
}

function publicKeyText({ publicKey }: EnrolmentRequest): string {
  const { kty, crv, x } = publicKey;
  return JSON.stringify({ kty, crv, x });
}

async function bindKeys(
  tx: Tx,
  deps: EnrolmentDeps,
  binding: {
    readonly lockerId: string;
    readonly request: EnrolmentRequest;
    readonly now: Temporal.Instant;
  },
): Promise<void> {
  const { lockerId, request, now } = binding;
  const tagKey = Buffer.from(request.tagKey, "base64url");
  await tx.query(
    `update lockers
        set public_key = $2, fingerprint = $3, tag_key_sealed = $4, enrolled_at = $5,
            enrolment_ends_at = null
      where id = $1`,
    [
      lockerId,
      publicKeyText(request),
      keyFingerprint(request.publicKey.x),
      deps.secrets.seal(tagKey, deps.randomBytes(12)),
      now.toString(),
    ],
  );
  // A kiosk that is connected with the former key has to go.
  await notify(tx, lockerChannel, lockerId);
}

function countPerMinute(now: () => Temporal.Instant) {
  let minute = 0;
  let failures = 0;
  const turn = () => {
    const current = Math.floor(now().epochMilliseconds / 60_000);
    if (current !== minute) failures = 0;
    minute = current;
  };
  return {
    count() {
      turn();
      return failures;
    },
    add() {
      turn();
      failures += 1;
    },
  };
}
