import type { Endpoint } from "@pigeonhole/contract/http/endpoint";
import { ClientError } from "./client-error.ts";
import type { RawAnswer } from "./read-answer.ts";
import { readAnswer } from "./read-answer.ts";
import { requestUrl } from "./request-url.ts";
import { isPassing, isRepeatable, waitAfterAttemptMs } from "./retry.ts";
import type { Timers } from "./timers.ts";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type Connection = {
  readonly baseUrl: string;
  readonly key: string | undefined;
  readonly fetch: Fetch;
  readonly timers: Timers;
  readonly timeoutMs: number;
};

export type RawCall = {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
};

type Attempt =
  | { readonly kind: "answered"; readonly answer: RawAnswer; readonly retryAfter: string | null }
  | { readonly kind: "failed"; readonly error: ClientError; readonly retryAfter: string | null };

/** Calls one endpoint, again where that is safe and promising, and answers with what came last. */
export async function callEndpoint(
  connection: Connection,
  endpoint: Endpoint,
  call: RawCall,
): Promise<RawAnswer> {
  const repeatable = isRepeatable(endpoint.method, call.idempotencyKey);
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptOnce(connection, endpoint, call);
    const waitMs =
      repeatable && mayPass(outcome) ? waitAfterAttemptMs(attempt, outcome.retryAfter) : undefined;
    if (waitMs === undefined) {
      if (outcome.kind === "failed") throw outcome.error;
      return outcome.answer;
    }
    await pause(connection.timers, waitMs, call.signal);
  }
}

function mayPass(outcome: Attempt): boolean {
  if (outcome.kind === "answered") {
    return (
      !outcome.answer.ok && isPassing(outcome.answer.problem.status, outcome.answer.problem.code)
    );
  }
  const { code, status } = outcome.error;
  if (code === "client.answer_unexpected")
    return status !== undefined && isPassing(status, undefined);
  return code === "client.unreachable" || code === "client.timed_out";
}

async function attemptOnce(
  connection: Connection,
  endpoint: Endpoint,
  call: RawCall,
): Promise<Attempt> {
  const limit = new AbortController();
  const cancelLimit = connection.timers.after(connection.timeoutMs, () => limit.abort());
  const signal =
    call.signal === undefined ? limit.signal : AbortSignal.any([limit.signal, call.signal]);
  let retryAfter: string | null = null;
  try {
    const url = requestUrl(connection.baseUrl, endpoint.path, call);
    const response = await connection.fetch(url, requestInit(connection, endpoint, call, signal));
    retryAfter = response.headers.get("retry-after");
    const answer = readAnswer(endpoint, response.status, await response.text());
    return { kind: "answered", answer, retryAfter };
  } catch (cause) {
    if (cause instanceof ClientError) return { kind: "failed", error: cause, retryAfter };
    const code =
      call.signal?.aborted === true
        ? "client.aborted"
        : limit.signal.aborted
          ? "client.timed_out"
          : "client.unreachable";
    return {
      kind: "failed",
      error: new ClientError(code, endpoint.operationId, { cause }),
      retryAfter,
    };
  } finally {
    cancelLimit();
  }
}

function requestInit(
  connection: Connection,
  endpoint: Endpoint,
  call: RawCall,
  signal: AbortSignal,
): RequestInit {
  const headers: Record<string, string> = { accept: "application/json" };
  if (connection.key !== undefined) headers["authorization"] = `Bearer ${connection.key}`;
  if (call.idempotencyKey !== undefined) headers["idempotency-key"] = call.idempotencyKey;
  if (call.body === undefined) return { method: endpoint.method, headers, signal };
  headers["content-type"] = "application/json";
  return { method: endpoint.method, headers, signal, body: JSON.stringify(call.body) };
}

function pause(timers: Timers, delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timers.after(delayMs, resolve);
    // An aborted wait ends at once; the attempt that follows sees the signal and says so.
    signal?.addEventListener(
      "abort",
      () => {
        cancel();
        resolve();
      },
      { once: true },
    );
  });
}
