import { type LookupAddress, lookup } from "node:dns";
import { type ClientRequest, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { webhookTimeoutSeconds } from "@pigeonhole/contract/webhooks";
import type { Timers } from "../platform/timers.ts";
import { type AddressRules, isAllowedAddress, judgeUrl } from "./public-address.ts";

/** What a receiver made of one try; `status` is null when no answer came. */
export type PostOutcome = { readonly status: number | null; readonly error: string | null };

export type PostWebhook = (post: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
}) => Promise<PostOutcome>;

/** The name led to an address that this server may not be sent to. */
class AddressNotAllowedError extends Error {
  override readonly name = "AddressNotAllowedError";
  readonly code = "address_not_allowed";
}

/**
 * Posts once, with a limit on the whole exchange. Redirects are answers like others and not
 * followed, since they would lead around the judgement of the address; answers are not read.
 */
export function createPostWebhook(rules: AddressRules, timers: Timers): PostWebhook {
  return ({ url, headers, payload }) => {
    const judged = judgeUrl(url, rules);
    if (!judged.ok) return Promise.resolve({ status: null, error: judged.error.reason });
    return new Promise((resolve) => {
      const request = judged.value.protocol === "https:" ? requestHttps : requestHttp;
      const body = Buffer.from(payload, "utf8");
      const exchange = request(judged.value, {
        method: "POST",
        agent: false,
        lookup: judgedLookup(rules),
        headers: {
          ...headers,
          "content-type": "application/json",
          "content-length": body.length,
          "user-agent": "Pigeonhole-Webhooks/1",
        },
      });
      settleOnce(exchange, timers, resolve);
      exchange.end(body);
    });
  };
}

function settleOnce(
  exchange: ClientRequest,
  timers: Timers,
  resolve: (outcome: PostOutcome) => void,
): void {
  const cancel = timers.after(webhookTimeoutSeconds * 1_000, () => end(null, "timeout"));
  const end = (status: number | null, error: string | null) => {
    cancel();
    resolve({ status, error });
    exchange.destroy();
  };
  exchange.on("response", (response) => end(response.statusCode ?? null, null));
  // Destroying an exchange that is settled makes it fail once more; only the first end counts.
  exchange.on("error", (error) => end(null, "code" in error ? String(error.code) : error.name));
}

/** Looks a name up and lets only allowed addresses through, so that none can be swapped later. */
function judgedLookup(rules: AddressRules): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, "", 0);
      const allowed = addresses.filter(({ address }) => isAllowedAddress(address, rules));
      const [first] = allowed;
      if (first === undefined) {
        return callback(new AddressNotAllowedError(`${hostname} leads inside`), "", 0);
      }
      answerLookup(options.all === true, { allowed, first }, callback);
    });
  };
}

function answerLookup(
  wantsAll: boolean,
  found: { readonly allowed: LookupAddress[]; readonly first: LookupAddress },
  callback: Parameters<LookupFunction>[2],
): void {
  if (wantsAll) callback(null, found.allowed);
  else callback(null, found.first.address, found.first.family);
}
