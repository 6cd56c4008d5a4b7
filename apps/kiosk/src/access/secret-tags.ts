// A secret is found on the list by its tag alone, HMAC-SHA-256 under a key that only this device and
// the cloud have: one look-up, and a stolen disk gives no code away without the key file.
import { createHmac, timingSafeEqual } from "node:crypto";
import { normaliseCode } from "@pigeonhole/domain/codes/pickup-code";
import {
  parseBadgePayload,
  parseQrPayload,
  type SecretKind,
} from "@pigeonhole/domain/codes/qr-payload";
import { tagMessage } from "@pigeonhole/domain/codes/tag-message";
import type { GrantPurpose } from "@pigeonhole/domain/grant/grant";
import type { LockerId } from "@pigeonhole/domain/ids";
import type { GrantList, ListedGrant } from "../journal/grant-list.ts";

/** What somebody typed or held before the scanner, understood as a secret. */
export type PresentedSecret = { readonly kind: SecretKind; readonly secret: string };

/** Undefined when it is no secret at all, such as a label or letters typed as a code. */
export function readSecret(way: "typed" | "scanned", text: string): PresentedSecret | undefined {
  if (way === "typed") {
    const code = normaliseCode(text);
    return code.ok ? { kind: "code", secret: code.value } : undefined;
  }
  const qr = parseQrPayload(text.trim());
  if (qr.ok) return { kind: "qr", secret: qr.value };
  const badge = parseBadgePayload(text.trim());
  return badge.ok ? { kind: "badge", secret: badge.value } : undefined;
}

/** Digits may be a recipient's code or a courier's code of the day; the others say what they are. */
const purposesByKind: Readonly<Record<SecretKind, readonly GrantPurpose[]>> = {
  code: ["pickup", "courier"],
  qr: ["pickup", "courier"],
  badge: ["courier"],
};

export type SecretFinder = (presented: PresentedSecret) => ListedGrant | undefined;

export function createSecretFinder(
  tagKey: Uint8Array,
  lockerId: string,
  grants: Pick<GrantList, "findByTag">,
): SecretFinder {
  const tagOf = (purpose: GrantPurpose, secret: string) =>
    createHmac("sha256", tagKey)
      .update(tagMessage(purpose, lockerId as LockerId, secret))
      .digest("hex");

  return (presented) => {
    // Every purpose is looked up, found or not, so that the time tells nothing.
    const found = purposesByKind[presented.kind].map((purpose) => {
      const tag = tagOf(purpose, presented.secret);
      const listed = grants.findByTag(presented.kind, tag);
      return listed?.grant.purpose === purpose && hasTag(listed, tag) ? listed : undefined;
    });
    const [first, second] = found.filter((listed) => listed !== undefined);
    const firstIsLive = first !== undefined && first.removedAt === null;
    return firstIsLive || second === undefined ? first : second;
  };
}

function hasTag(listed: ListedGrant, tag: string): boolean {
  const wanted = Buffer.from(tag, "hex");
  return listed.grant.secrets.some((secret) =>
    timingSafeEqual(Buffer.from(secret.tag, "hex"), wanted),
  );
}
