import { importJWK, SignJWT } from "jose";
import type { DeviceIdentity } from "./device-identity.ts";

/** Far below the five minutes that the server accepts at most. */
export const tokenLifeSeconds = 120;

export type DeviceTokens = {
  /** A token for one connection. `at` is the best guess at the server's time. */
  sign(at: Temporal.Instant): Promise<string>;
};

/** `audience` is the server's origin as this kiosk knows it. */
export function createDeviceTokens(
  identity: DeviceIdentity & { readonly lockerId: string },
  audience: string,
  random: (bytes: number) => Uint8Array,
): DeviceTokens {
  const key = importJWK(identity.privateKey, "EdDSA");
  return {
    async sign(at) {
      const seconds = Math.floor(at.epochMilliseconds / 1_000);
      return new SignJWT({})
        .setProtectedHeader({ alg: "EdDSA" })
        .setSubject(identity.lockerId)
        .setAudience(audience)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + tokenLifeSeconds)
        .setJti(Buffer.from(random(16)).toString("base64url"))
        .sign(await key);
    },
  };
}
