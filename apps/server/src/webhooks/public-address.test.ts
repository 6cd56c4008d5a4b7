import { expect, test } from "vitest";
import { addressRules, isAllowedAddress, judgeUrl } from "./public-address.ts";

const abroad = addressRules("https://lockers.example");
const atHome = addressRules("http://127.0.0.1:8080");

test.each([
  "http://shop.example/hook",
  "ftp://shop.example/hook",
  "https://user:pass@shop.example/hook",
  "https://127.0.0.1/hook",
  "https://2130706433/hook",
  "https://0x7f.1/hook",
  "https://localhost/hook",
  "https://a.localhost/hook",
  "https://[::1]/hook",
  "https://[::ffff:10.0.0.1]/hook",
  "https://10.1.2.3/hook",
  "https://169.254.169.254/latest/meta-data",
  "https://192.168.0.1/hook",
  "https://[fd00::1]/hook",
  "https://[64:ff9b::a00:1]/hook",
  "not a url",
])("an address that leads inside, or is not https, is refused: %s", (url) => {
  expect(judgeUrl(url, abroad).ok).toBe(false);
});

test("a public https address is taken", () => {
  expect(judgeUrl("https://shop.example:8443/hook?a=b", abroad).ok).toBe(true);
  expect(isAllowedAddress("93.184.215.14", abroad)).toBe(true);
  expect(isAllowedAddress("2606:2800:21f::1", abroad)).toBe(true);
});

test("only a network that itself runs on loopback sends there, and nowhere else inside", () => {
  expect(judgeUrl("http://127.0.0.1:3000/hook", atHome).ok).toBe(true);
  expect(judgeUrl("http://localhost:3000/hook", atHome).ok).toBe(true);
  expect(judgeUrl("http://shop.example/hook", atHome).ok).toBe(false);
  expect(isAllowedAddress("10.0.0.1", atHome)).toBe(false);
  expect(isAllowedAddress("127.0.0.1", abroad)).toBe(false);
  expect(isAllowedAddress("::ffff:127.0.0.1", abroad)).toBe(false);
});
