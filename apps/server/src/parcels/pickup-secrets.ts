import { composeQrPayload, type LongSecret } from "@pigeonhole/domain/codes/qr-payload";
import type { Deps } from "../deps.ts";

/** The secrets of a pickup grant: digits to type, and the longer one inside the QR image. */
export type PickupSecrets = { readonly code: string; readonly qr: LongSecret };

const nonceBytes = 12;

/** For `grants.secrets_sealed`: can be shown again to the recipient, not read from the database. */
export function sealPickupSecrets(
  deps: Pick<Deps, "secrets" | "randomBytes">,
  secrets: PickupSecrets,
): Uint8Array {
  const { code, qr } = secrets;
  return deps.secrets.seal(JSON.stringify({ code, qr }), deps.randomBytes(nonceBytes));
}

export function openPickupSecrets(deps: Pick<Deps, "secrets">, sealed: Uint8Array): PickupSecrets {
  return JSON.parse(deps.secrets.open(sealed).toString("utf8")) as PickupSecrets;
}

/** For `grants.code_tag`: tells whether a code is free at a locker, and nothing else. */
export function pickupCodeTag(deps: Pick<Deps, "secrets">, lockerId: string, code: string): Buffer {
  return deps.secrets.tag("code", `${lockerId} ${code}`);
}

/** As the recipient is shown it: the digits, and the text of the QR image. */
export function pickupAccessOf(secrets: PickupSecrets): { code: string; qr: string } {
  return { code: secrets.code, qr: composeQrPayload(secrets.qr) };
}
