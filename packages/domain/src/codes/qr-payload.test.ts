import fc from "fast-check";
import { expect, test } from "vitest";
import {
  composeBadgePayload,
  composeLongSecret,
  composeQrPayload,
  parseBadgePayload,
  parseQrPayload,
} from "./qr-payload.ts";

const bytes17 = fc.uint8Array({ minLength: 17, maxLength: 17 });

test("a QR code and a badge read back as their secret, and not as each other", () => {
  fc.assert(
    fc.property(bytes17, (bytes) => {
      const secret = composeLongSecret(bytes);
      expect(secret).toHaveLength(26);
      expect(parseQrPayload(composeQrPayload(secret))).toEqual({ ok: true, value: secret });
      expect(parseBadgePayload(composeBadgePayload(secret))).toEqual({ ok: true, value: secret });
      expect(parseQrPayload(composeBadgePayload(secret)).ok).toBe(false);
      expect(parseBadgePayload(composeQrPayload(secret)).ok).toBe(false);
      // Only these characters keep the picture in the compact alphanumeric mode.
      expect(composeBadgePayload(secret)).toMatch(/^[0-9A-Z $%*+\-./:]+$/u);
    }),
  );
});

test("130 bits of the draw are in the secret", () => {
  const zeros = new Uint8Array(17);
  const lastUsed = Uint8Array.of(...zeros.slice(0, 16), 64);
  expect(composeLongSecret(lastUsed)).toBe(`${"0".repeat(25)}1`);
  expect(() => composeLongSecret(new Uint8Array(16))).toThrow("17 random bytes");
});

const secret = "0".repeat(26);

test.each(["", "https://example.org", secret, `ph1:${secret}`, ` PH1:${secret}`])(
  "%j is not one of our QR codes",
  (text) => {
    expect(parseQrPayload(text)).toEqual({ ok: false, error: { type: "not_ours" } });
  },
);

test.each([
  `PH1:${secret}0`,
  "PH1:",
  `PH1:${secret.slice(1)}`,
  `PH1:${secret.slice(1)}O`,
  `PH1:${secret}\n`,
])("%j is a damaged QR code", (text) => {
  expect(parseQrPayload(text)).toEqual({ ok: false, error: { type: "malformed_secret" } });
});
