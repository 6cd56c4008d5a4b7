import type { Endpoint } from "@pigeonhole/contract/http/endpoint";
import type { Problem } from "@pigeonhole/contract/problem";
import { problem as problemShape } from "@pigeonhole/contract/problem";
import { ClientError } from "./client-error.ts";

export type RawAnswer =
  | { readonly ok: true; readonly status: number; readonly body: unknown }
  | { readonly ok: false; readonly problem: Problem };

/** Reads an HTTP answer by the contract. Throws ClientError for one that the contract does not know. */
export function readAnswer(endpoint: Endpoint, status: number, text: string): RawAnswer {
  const unexpected = (cause?: unknown) =>
    new ClientError("client.answer_unexpected", endpoint.operationId, { status, cause });
  if (status >= 400) {
    const parsed = problemShape.safeParse(parseJson(text, unexpected));
    if (!parsed.success) throw unexpected(parsed.error);
    return { ok: false, problem: parsed.data };
  }
  if (status !== endpoint.status && endpoint.alsoStatus?.includes(status) !== true) {
    throw unexpected();
  }
  if (endpoint.response === undefined) return { ok: true, status, body: undefined };
  return {
    ok: true,
    status,
    body: readBody(endpoint.response, parseJson(text, unexpected), unexpected),
  };
}

/**
 * An answer may hold more than this version of the contract knows, never less: a newer server adds
 * fields, and an older client must go on working.
 */
function readBody(
  shape: NonNullable<Endpoint["response"]>,
  body: unknown,
  unexpected: (cause: unknown) => ClientError,
): unknown {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  if (parsed.error.issues.every((issue) => issue.code === "unrecognized_keys")) return body;
  throw unexpected(parsed.error);
}

function parseJson(text: string, unexpected: (cause: unknown) => ClientError): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unexpected(cause);
  }
}
