import { operatingEndpoints } from "@pigeonhole/contract/http/operating";
import { err, ok, type Result } from "@pigeonhole/domain/result";
import {
  type DeviceIdentity,
  makeIdentity,
  readIdentity,
  writeIdentity,
} from "./device-identity.ts";

export type EnrolRequest = {
  readonly server: string;
  readonly code: string;
  readonly folder: string;
  readonly random: (bytes: number) => Uint8Array;
  readonly fetch: typeof globalThis.fetch;
};

export type EnrolRefusal =
  | { readonly type: "already_enrolled"; readonly lockerId: string }
  | { readonly type: "refused"; readonly status: number; readonly code: string }
  | { readonly type: "server_not_understood"; readonly status: number };

export type Enrolled = {
  readonly identity: DeviceIdentity;
  readonly lockerId: string;
  readonly fingerprint: string;
};

const enrolTimeoutMs = 15_000;
const answerBytesMax = 10_000;

/**
 * Exchanges a one-time code for the right to speak for a locker. The keys are on the disk before the
 * code is sent, so an answer that is lost can be asked for again with the same keys.
 */
export async function enrol(request: EnrolRequest): Promise<Result<Enrolled, EnrolRefusal>> {
  const known = readIdentity(request.folder);
  if (known?.lockerId) return err({ type: "already_enrolled", lockerId: known.lockerId });
  const identity = known ?? makeIdentity(request.random);
  writeIdentity(request.folder, identity);
  const response = await send(request, identity);
  const body = readJson((await response.text()).slice(0, answerBytesMax));
  if (!response.ok) {
    const code = hasCode(body) ? body.code : "unknown";
    return err({ type: "refused", status: response.status, code });
  }
  const answer = operatingEndpoints.enrolKiosk.response.safeParse(body);
  if (!answer.success) return err({ type: "server_not_understood", status: response.status });
  const { lockerId, fingerprint } = answer.data;
  const enrolled = { ...identity, lockerId };
  writeIdentity(request.folder, enrolled);
  return ok({ identity: enrolled, lockerId, fingerprint });
}

function send(request: EnrolRequest, identity: DeviceIdentity): Promise<Response> {
  const { kty, crv, x } = identity.privateKey;
  const url = new URL(operatingEndpoints.enrolKiosk.path, request.server);
  return request.fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      code: request.code,
      publicKey: { kty, crv, x },
      tagKey: identity.tagKey,
    }),
    signal: AbortSignal.timeout(enrolTimeoutMs),
    redirect: "error",
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function hasCode(body: unknown): body is { readonly code: string } {
  return (
    typeof body === "object" && body !== null && "code" in body && typeof body.code === "string"
  );
}
