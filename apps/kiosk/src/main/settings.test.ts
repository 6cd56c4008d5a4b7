import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parseBusAddress } from "./bus-address.ts";
import { helpText, readSettings, redactedSettings, SettingsError } from "./settings.ts";

const bus =
  "main=tcp://127.0.0.1:5001?dialect=8a-xor&boards=1x24&feedback=closed-short&byteOrder=ch1-last";

test("a flag comes before its variable, and both before what is usual", () => {
  const settings = readSettings(["--server", "https://a.example/x", "--data-dir", "kiosk-here"], {
    PIGEONHOLE_SERVER: "https://b.example",
    PORT: "8123",
    KIOSK_BUSES: `${bus} left=serial:/dev/ttyUSB0?dialect=kerong-cu16&boards=0x16,1x8`,
  });
  expect(settings).toMatchObject({
    subcommand: "run",
    server: "https://a.example",
    folder: resolve("kiosk-here"),
    screenPort: 8_123,
    logLevel: "info",
  });
  expect(settings?.buses.map(({ name, place }) => [name, place.kind])).toEqual([
    ["main", "tcp"],
    ["left", "serial"],
  ]);
});

test("what is printed at start holds no secret", () => {
  const settings = readSettings(["--enrol", "TOP-SECRET", "--bus", bus], {});
  if (settings === undefined) throw new Error("no settings");
  const printed = JSON.stringify(redactedSettings(settings));
  expect(printed).not.toContain("TOP-SECRET");
  expect(printed).toContain("tcp://127.0.0.1:5001");
});

test("help is asked for in two ways and shows examples", () => {
  expect(readSettings(["--help"], {})).toBeUndefined();
  expect(readSettings(["-h"], {})).toBeUndefined();
  expect(helpText).toContain("Examples");
});

test.each([
  [["dance"]],
  [["run", "twice"]],
  [["--unknown"]],
  [["--server", "ftp://x"]],
  [["--server", "nonsense"]],
  [["--screen-port", "70000"]],
  [["--screen-port", "x"]],
  [["--log-level", "loud"]],
  [["--bus", bus, "--bus", bus]],
  [["--bus", "nonsense"]],
  [["--profile", "/nowhere/at/all.json"]],
])("%j is refused with a sentence", (args) => {
  expect(() => readSettings(args, {})).toThrow(SettingsError);
});

test.each([
  ["tcp://127.0.0.1:5001?dialect=8a-xor&boards=1x24", /begins with its name/],
  ["main=udp://x:1?dialect=8a-xor&boards=1x24", /neither tcp/],
  ["main=tcp://x:99999?dialect=8a-xor&boards=1x24", /neither tcp/],
  ["main=tcp://x:1?dialect=morse&boards=1x24", /dialect/],
  ["main=tcp://x:1?dialect=8a-xor", /boards/],
  ["main=tcp://x:1?dialect=8a-xor&boards=1xmany", /boards/],
  ["main=tcp://x:1?dialect=8a-xor&boards=1x24&colour=red", /colour/],
])("a bus %s is refused", (text, why) => {
  const parsed = parseBusAddress(text);
  expect(parsed.ok ? "" : parsed.error).toMatch(why);
});

test("an address of the newer internet is understood", () => {
  const parsed = parseBusAddress("main=tcp://[::1]:5001?dialect=8a-xor&boards=1x8");
  expect(parsed.ok && parsed.value.place).toEqual({ kind: "tcp", host: "::1", port: 5_001 });
});
