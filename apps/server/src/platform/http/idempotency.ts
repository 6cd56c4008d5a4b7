import { createHash } from "node:crypto";
import { canonicalJson } from "@pigeonhole/contract/device/facts";
import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import type { Deps } from "../../deps.ts";
import { toInstant } from "../postgres/row-values.ts";
import type { Refusal } from "./refusals.ts";
import { refuse } from "./refusals.ts";

/**
 * The Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header). The first request with a
 * key is done and its answer kept for 48 hours; the same request again gets the same answer, a
 * different one is refused. Answers are kept sealed, since some show a secret once.
 */
export type Answered = {
  readonly status: number;
  readonly mediaType: string;
  readonly text: string;
  readonly replayed?: boolean;
};

export type KeyedRequest = {
  readonly keyId: string;
  readonly key: string;
  readonly path: string;
  readonly body: unknown;
};

type IdempotencyDeps = Pick<Deps, "database" | "secrets" | "now" | "randomBytes">;

export const idempotencyKeptHours = 48;
/** A request that has not answered by then has died with its process; another may take it over. */
const requestLongestSeconds = 60;
const nonceBytes = 12;

/** Accepts the key bare or as the quoted string of the draft. */
export function readIdempotencyKey(header: string | string[]): Result<string, Refusal> {
  const text = Array.isArray(header) ? header.join(",") : header;
  const bare = /^"(.*)"$/u.exec(text)?.[1] ?? text;
  return /^[\x21-\x7e]{1,255}$/u.test(bare) ? ok(bare) : refuse("idempotency_key_invalid");
}

export async function answerOnce(
  deps: IdempotencyDeps,
  request: KeyedRequest,
  work: () => Promise<Answered>,
): Promise<Result<Answered, Refusal>> {
  const claimed = await claim(deps, request);
  if (!claimed.ok) return claimed;
  if (claimed.value !== "ours") return ok(claimed.value);
  const answered = await workOrRelease(deps, request, work);
  // Where this fails the claim stays: what is done must not be done again by a quick repetition.
  await keep(deps, request, answered);
  return ok(answered);
}

async function workOrRelease(
  deps: IdempotencyDeps,
  request: KeyedRequest,
  work: () => Promise<Answered>,
): Promise<Answered> {
  try {
    return await work();
  } catch (error) {
    // Nothing was done, so the same request may be tried again at once.
    await release(deps, request);
    throw error;
  }
}

type KeyRow = {
  readonly request_hash: Uint8Array;
  readonly started_at: string;
  readonly status: number | null;
  readonly answer_sealed: Uint8Array | null;
};

/** One statement decides who does the work, however many processes get the request at once. */
async function claim(
  deps: IdempotencyDeps,
  request: KeyedRequest,
): Promise<Result<Answered | "ours", Refusal>> {
  const now = deps.now();
  const hash = hashOf(request);
  const dead = now.subtract({ seconds: requestLongestSeconds }).toString();
  return deps.database.network(async (tx) => {
    const taken = await tx.query(
      `insert into idempotency_keys as k (key_id, idempotency_key, request_hash, started_at)
       values ($1, $2, $3, $4)
       on conflict (key_id, idempotency_key) do update set started_at = excluded.started_at
        where k.status is null and k.request_hash = excluded.request_hash and k.started_at < $5
       returning 1`,
      [request.keyId, request.key, hash, now.toString(), dead],
    );
    if (taken.length > 0) return ok("ours" as const);
    const [row] = await tx.query<KeyRow>(
      `select request_hash, started_at, status, answer_sealed from idempotency_keys
        where key_id = $1 and idempotency_key = $2`,
      [request.keyId, request.key],
    );
    if (row === undefined) return refuse("idempotency_in_progress");
    return judge(deps, row, { hash, now });
  });
}

function judge(
  deps: IdempotencyDeps,
  row: KeyRow,
  asked: { readonly hash: Buffer; readonly now: Temporal.Instant },
): Result<Answered, Refusal> {
  if (!asked.hash.equals(row.request_hash)) return refuse("idempotency_key_reused");
  if (row.status === null || row.answer_sealed === null) {
    const since = toInstant(row.started_at).until(asked.now).total("seconds");
    return refuse("idempotency_in_progress", { detail: `begun ${Math.round(since)} s ago` });
  }
  const kept = JSON.parse(deps.secrets.open(row.answer_sealed).toString("utf8")) as Answered;
  return ok({ ...kept, replayed: true });
}

async function keep(deps: IdempotencyDeps, request: KeyedRequest, answered: Answered) {
  const sealed = deps.secrets.seal(JSON.stringify(answered), deps.randomBytes(nonceBytes));
  await deps.database.network((tx) =>
    tx.query(
      `update idempotency_keys set status = $3, answer_sealed = $4
        where key_id = $1 and idempotency_key = $2`,
      [request.keyId, request.key, answered.status, sealed],
    ),
  );
}

async function release(deps: IdempotencyDeps, request: KeyedRequest) {
  await deps.database.network((tx) =>
    tx.query(
      "delete from idempotency_keys where key_id = $1 and idempotency_key = $2 and status is null",
      [request.keyId, request.key],
    ),
  );
}

function hashOf(request: KeyedRequest): Buffer {
  const body = request.body === undefined ? "" : canonicalJson(request.body);
  return createHash("sha256").update(`POST ${request.path}\n${body}`).digest();
}

/** Removes answers older than 48 hours; gives how many. */
export async function purgeIdempotencyKeys(deps: Pick<Deps, "database" | "now">): Promise<number> {
  const before = deps.now().subtract({ hours: idempotencyKeptHours }).toString();
  const [row] = await deps.database.network((tx) =>
    tx.query<{ gone: number }>(
      `with gone as (delete from idempotency_keys where started_at < $1 returning 1)
       select count(*)::int as gone from gone`,
      [before],
    ),
  );
  return row?.gone ?? 0;
}
