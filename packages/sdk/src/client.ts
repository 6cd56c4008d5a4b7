import type { Endpoint } from "@pigeonhole/contract/http/endpoint";
import type { Endpoints, OperationId } from "@pigeonhole/contract/http/endpoints";
import { endpoints } from "@pigeonhole/contract/http/endpoints";
import type { Problem } from "@pigeonhole/contract/problem";
import type { Connection, Fetch, RawCall } from "./call-endpoint.ts";
import { callEndpoint } from "./call-endpoint.ts";
import type { RawAnswer } from "./read-answer.ts";
import type { Timers } from "./timers.ts";
import { realTimers } from "./timers.ts";

/**
 * The network's HTTP interface as functions, one for each operation id of the contract's table.
 * There is no second description: a new endpoint is callable here as soon as the table has it.
 */
export type Client = { readonly [Id in OperationId]: Operation<Endpoints[Id]> };

/** The network's answer: what was asked for, or its refusal as an RFC 9457 problem. */
export type Answer<Body> =
  | { readonly ok: true; readonly status: number; readonly body: Body }
  | { readonly ok: false; readonly problem: Problem };

export type ClientOptions = {
  /** Origin of the network, such as `https://lockers.example`; empty for the page's own origin. */
  readonly baseUrl: string;
  /** API key; not needed for public endpoints and links. */
  readonly key?: string;
  readonly fetch?: Fetch;
  readonly timers?: Timers;
  /** Longest time of one attempt until its answer is read, in milliseconds. */
  readonly timeoutMs?: number;
};

/** A reading call is answered in well under a second; slow mobile networks need the rest. */
export const defaultTimeoutMs = 15_000;

/**
 * Makes a client. Its functions answer refusals as values and throw ClientError when no usable
 * answer came. Calls that are safe to repeat are repeated within the limits of `retry.ts`.
 */
export function createClient(options: ClientOptions): Client {
  const connection: Connection = {
    baseUrl: options.baseUrl,
    key: options.key,
    fetch: options.fetch ?? ((url, init) => globalThis.fetch(url, init)),
    timers: options.timers ?? realTimers,
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
  };
  const operations = Object.entries<Endpoint>(endpoints).map(
    ([operationId, endpoint]): [string, (call?: RawCall) => Promise<RawAnswer>] => [
      operationId,
      (call = {}) => callEndpoint(connection, endpoint, call),
    ],
  );
  // The table's entries lose their own types in this loop; `readAnswer` checks at run time, by the
  // same table, what the type promises here.
  return Object.fromEntries(operations) as unknown as Client;
}

type Operation<E> =
  Record<never, never> extends CallOf<E>
    ? (call?: CallOf<E> & CallOptions) => Promise<Answer<BodyOf<E>>>
    : (call: CallOf<E> & CallOptions) => Promise<Answer<BodyOf<E>>>;

/** What a call of any endpoint may carry. */
export type CallOptions = {
  /** Lets the server know the call again; makes a writing call safe to repeat. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
};

type CallOf<E> = ParamsOf<E> & QueryOf<E> & RequestBodyOf<E>;
type ParamsOf<E> = E extends { readonly params: Schema<infer Params, unknown> }
  ? { readonly params: Params }
  : unknown;
/** Queries only narrow a list, so that each of their members may be left out. */
type QueryOf<E> = E extends { readonly query: Schema<unknown, infer Query> }
  ? { readonly query?: Partial<Query> }
  : unknown;
type RequestBodyOf<E> = E extends { readonly body: Schema<infer Body, unknown> }
  ? { readonly body: Body }
  : unknown;
type BodyOf<E> = E extends { readonly response: Schema<unknown, infer Body> } ? Body : undefined;

/** Where a zod schema keeps its types; `z.input` and `z.output` read the same place. */
type Schema<Input, Output> = { readonly _zod: { readonly input: Input; readonly output: Output } };
