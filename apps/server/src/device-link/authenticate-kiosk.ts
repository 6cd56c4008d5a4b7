import type { IncomingMessage } from "node:http";
import { err, ok, type Result } from "@pigeonhole/domain/result";
import { decodeJwt, errors, importJWK, type JWK, jwtVerify } from "jose";
import type { Deps } from "../deps.ts";
import type { Timers } from "../platform/timers.ts";
import { createGatherer } from "./gather.ts";
import {
  clockToleranceSeconds,
  gatheredMax,
  gatherQueueMax,
  gatherWindowMs,
  tokenLifeMaxSeconds,
  tokensRememberedMax,
} from "./limits.ts";

/** Who stands at the other end, proven by the key that was made on the device. */
export type Kiosk = {
  readonly lockerId: string;
  readonly region: string;
  /** The key it proved, as stored; a newer enrolment ends the connection. */
  readonly publicKey: string;
};

export type AuthenticityRefusal = {
  readonly type: "no_token" | "not_valid" | "unknown_locker" | "replayed";
};

export type AuthenticateKiosk = (
  request: Pick<IncomingMessage, "headers">,
) => Promise<Result<Kiosk, AuthenticityRefusal>>;

type EnrolledLocker = Kiosk | undefined;

/**
 * Checks the short-lived EdDSA token of an upgrade request. A token works once in this process; a
 * second process could see it a second time, which gives an eavesdropper nothing, because a newer
 * connection needs the same locker's key again as soon as the token has ended.
 */
export function createAuthenticator(
  deps: Pick<Deps, "database" | "now"> & { readonly timers: Timers },
): AuthenticateKiosk {
  const used = createUsedTokens();
  const lockers = createGatherer<string, EnrolledLocker>({
    timers: deps.timers,
    windowMs: gatherWindowMs,
    batchMax: gatheredMax,
    queueMax: gatherQueueMax,
    run: (ids) => readEnrolledLockers(deps, ids),
  });

  return async (request) => {
    const token = bearerOf(request);
    const subject = token === undefined ? undefined : subjectOf(token);
    if (token === undefined || subject === undefined) return err({ type: "no_token" });
    const kiosk = await lockers.ask(subject);
    if (kiosk === undefined) return err({ type: "unknown_locker" });
    const claims = await verified(token, kiosk, deps.now());
    if (claims === undefined) return err({ type: "not_valid" });
    const nowSeconds = deps.now().epochMilliseconds / 1_000;
    const key = `${kiosk.lockerId} ${claims.jti}`;
    if (!used.take(key, claims.exp + clockToleranceSeconds, nowSeconds)) {
      return err({ type: "replayed" });
    }
    return ok(kiosk);
  };
}

function bearerOf(request: Pick<IncomingMessage, "headers">): string | undefined {
  return /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(request.headers.authorization ?? "")?.[1];
}

/** Not trusted yet: it only says whose key to try. */
function subjectOf(token: string): string | undefined {
  try {
    const { sub } = decodeJwt(token);
    return typeof sub === "string" && /^lkr_[0-9a-z]{20}$/.test(sub) ? sub : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

type Claims = { readonly jti: string; readonly exp: number };

async function verified(
  token: string,
  kiosk: Kiosk,
  now: Temporal.Instant,
): Promise<Claims | undefined> {
  try {
    const key = await importJWK(JSON.parse(kiosk.publicKey) as JWK, "EdDSA");
    const { payload } = await jwtVerify(token, key, {
      algorithms: ["EdDSA"],
      subject: kiosk.lockerId,
      requiredClaims: ["sub", "exp", "jti"],
      clockTolerance: clockToleranceSeconds,
      currentDate: new Date(now.epochMilliseconds),
    });
    const { jti, exp } = payload;
    if (typeof jti !== "string" || jti.length > 100 || exp === undefined) return undefined;
    const latest = now.epochMilliseconds / 1_000 + tokenLifeMaxSeconds + clockToleranceSeconds;
    return exp <= latest ? { jti, exp } : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}

type UsedTokens = {
  /** False when the token was taken before. */
  take(key: string, endsAtSeconds: number, nowSeconds: number): boolean;
};

/**
 * Tokens end in nearly the order in which they come, so the oldest are looked at first. When the
 * memory is full of live ones, nobody new is let in: forgetting one would let it be used again.
 */
function createUsedTokens(): UsedTokens {
  const endsAtByKey = new Map<string, number>();
  return {
    take(key, endsAtSeconds, nowSeconds) {
      for (const [known, endsAt] of endsAtByKey) {
        if (endsAt > nowSeconds) break;
        endsAtByKey.delete(known);
      }
      if (endsAtByKey.has(key) || endsAtByKey.size >= tokensRememberedMax) return false;
      endsAtByKey.set(key, endsAtSeconds);
      return true;
    },
  };
}

async function readEnrolledLockers(
  deps: Pick<Deps, "database">,
  ids: readonly string[],
): Promise<readonly EnrolledLocker[]> {
  const rows = await deps.database.network((tx) =>
    tx.query<{ id: string; region: string; public_key: string }>(
      "select id, region, public_key from lockers where id = any($1) and public_key is not null",
      [[...new Set(ids)]],
    ),
  );
  const byId = new Map(
    rows.map((row) => [
      row.id,
      { lockerId: row.id, region: row.region, publicKey: row.public_key },
    ]),
  );
  return ids.map((id) => byId.get(id));
}
