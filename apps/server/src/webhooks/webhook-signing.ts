import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";

/**
 * Signatures of Standard Webhooks 1.0.0 in their asymmetric form: keys `whsk_…` and `whpk_…`, each
 * the raw 32 bytes in base64, signatures `v1a,…`. The receiver holds nothing that could be used to
 * forge an event. The specification's own library signs only with shared secrets, so this is ours.
 */
export const webhookSeedBytes = 32;

/** RFC 8410: what stands before the 32 bytes of an Ed25519 private key in PKCS#8. */
const pkcs8Start = Buffer.from("302e020100300506032b657004220420", "hex");

export function privateKeyText(seed: Uint8Array): string {
  return `whsk_${Buffer.from(seed).toString("base64")}`;
}

export function publicKeyText(privateKey: string): string {
  const { x } = createPublicKey(readPrivateKey(privateKey)).export({ format: "jwk" });
  return `whpk_${Buffer.from(x ?? "", "base64url").toString("base64")}`;
}

export type SignedHeaders = {
  readonly "webhook-id": string;
  readonly "webhook-timestamp": string;
  readonly "webhook-signature": string;
};

/** The signature covers id, time and body, so that none of them can be swapped. */
export function signWebhook(
  privateKey: string,
  message: { readonly id: string; readonly at: Temporal.Instant; readonly payload: string },
): SignedHeaders {
  const timestamp = String(Math.floor(message.at.epochMilliseconds / 1_000));
  const text = `${message.id}.${timestamp}.${message.payload}`;
  const signature = sign(null, Buffer.from(text, "utf8"), readPrivateKey(privateKey));
  return {
    "webhook-id": message.id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1a,${signature.toString("base64")}`,
  };
}

function readPrivateKey(text: string): KeyObject {
  const seed = Buffer.from(text.slice("whsk_".length), "base64");
  return createPrivateKey({
    key: Buffer.concat([pkcs8Start, seed]),
    format: "der",
    type: "pkcs8",
  });
}
