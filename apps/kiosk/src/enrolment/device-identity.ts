// Who this kiosk is. Both keys are made here and never leave but for the tag key, which the cloud
// needs to compare codes. One file, readable by its owner only.
import { createHash, generateKeyPairSync } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { syncFolder } from "../journal/open-journal.ts";

const base64url32 = z.string().regex(/^[0-9A-Za-z_-]{43}$/);

const identityFile = z.strictObject({
  privateKey: z.strictObject({
    kty: z.literal("OKP"),
    crv: z.literal("Ed25519"),
    x: base64url32,
    d: base64url32,
  }),
  tagKey: base64url32,
  lockerId: z.string().nullable(),
  /** True once a journal was made: one that is missing later is lost, not new. */
  hasJournal: z.boolean(),
});

export type DeviceIdentity = z.infer<typeof identityFile>;

export const identityFileName = "identity.json";

/** The identity of this data folder; undefined before the first enrolment attempt. */
export function readIdentity(folder: string): DeviceIdentity | undefined {
  const path = join(folder, identityFileName);
  if (!existsSync(path)) return undefined;
  return identityFile.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** Fresh keys, without a locker yet. `random` makes the tag key; the key pair comes from the system. */
export function makeIdentity(random: (bytes: number) => Uint8Array): DeviceIdentity {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { kty, crv, x, d } = privateKey.export({ format: "jwk" });
  return identityFile.parse({
    privateKey: { kty, crv, x, d },
    tagKey: Buffer.from(random(32)).toString("base64url"),
    lockerId: null,
    hasJournal: false,
  });
}

/** Whole or not at all, also when the power fails meanwhile. */
export function writeIdentity(folder: string, identity: DeviceIdentity): void {
  const path = join(folder, identityFileName);
  const handle = openSync(`${path}.new`, "w", 0o600);
  try {
    writeFileSync(handle, JSON.stringify(identity));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${path}.new`, path);
  syncFolder(folder);
}

/**
 * What people compare on two screens: 16 bytes of the SHA-256 of the public key, as hex in groups of
 * four. It is computed here, never taken from the server's answer, or comparing would prove nothing.
 */
export function fingerprintOf(identity: Pick<DeviceIdentity, "privateKey">): string {
  const key = Buffer.from(identity.privateKey.x, "base64url");
  const digest = createHash("sha256").update(key).digest("hex");
  return (digest.slice(0, 32).match(/.{4}/g) ?? []).join(" ");
}
