import type { KeyObject } from "node:crypto";
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
} from "node:crypto";

/**
 * Secrets at rest. One master key lives outside the database (a file of the installation or a
 * setting); every use has its own derived key, so that what leaks from one says nothing of another.
 */
export type Secrets = {
  /** Encrypts with AES-256-GCM; `nonce` are 12 fresh random bytes. */
  seal(plain: Uint8Array | string, nonce: Uint8Array): Uint8Array;
  open(sealed: Uint8Array): Buffer;
  /** HMAC-SHA-256 under the key derived for `use`. */
  tag(use: string, text: string): Buffer;
};

const nonceBytes = 12;
const authTagBytes = 16;

/** `masterKey` has 32 bytes. */
export function createSecrets(masterKey: Uint8Array): Secrets {
  const derived = new Map<string, KeyObject>();
  const keyFor = (use: string) => {
    const known = derived.get(use);
    if (known !== undefined) return known;
    const bytes = hkdfSync("sha256", masterKey, "", `pigeonhole/${use}`, 32);
    const key = createSecretKey(Buffer.from(bytes));
    derived.set(use, key);
    return key;
  };
  const sealingKey = keyFor("seal");
  return {
    seal(plain, nonce) {
      const cipher = createCipheriv("aes-256-gcm", sealingKey, nonce);
      const bytes = typeof plain === "string" ? Buffer.from(plain, "utf8") : plain;
      return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed) {
      const bytes = Buffer.from(sealed);
      const nonce = bytes.subarray(0, nonceBytes);
      const decipher = createDecipheriv("aes-256-gcm", sealingKey, nonce);
      decipher.setAuthTag(bytes.subarray(-authTagBytes));
      return Buffer.concat([
        decipher.update(bytes.subarray(nonceBytes, -authTagBytes)),
        decipher.final(),
      ]);
    },
    tag: (use, text) => createHmac("sha256", keyFor(use)).update(text).digest(),
  };
}

export function sha256(text: string | Uint8Array): Buffer {
  return hash("sha256", text, "buffer");
}
