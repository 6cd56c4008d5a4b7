// Losing and finding a real port again. The waits between attempts are real, hence few tests.
import type { BusHealth, LockBoardDriver } from "@pigeonhole/boards/driver/lock-board-driver";
import { createSerialPort } from "@pigeonhole/boards/ports/serial-port";
import { serveBusOverTcp } from "@pigeonhole/boards/ports/serve-tcp";
import { createSystemTimers } from "@pigeonhole/boards/ports/system-timers";
import { createTcpPort } from "@pigeonhole/boards/ports/tcp-port";
import { expect, test } from "vitest";
import { boardsUnderTest, DIALECTS_ON_REAL_WIRES, driverUnderTest } from "./lock-board-rigs.ts";
import { canOpenPseudoTerminals, openPseudoTerminal } from "./pseudo-terminal.ts";

const timers = createSystemTimers();
const [dialect] = DIALECTS_ON_REAL_WIRES;
if (dialect === undefined) throw new Error("no dialect is tried on real wires");
const lock = { board: dialect.profile.boards[0]?.address ?? 0, channel: 1 };

function becomes(driver: LockBoardDriver, port: BusHealth["port"]): Promise<void> {
  return new Promise((resolve) => {
    if (driver.health().port === port) return resolve();
    const stop = driver.onHealth((health) => {
      if (health.port !== port) return;
      stop();
      resolve();
    });
  });
}

test("a gateway that goes away and comes back is used again, and nothing is sent in between", async () => {
  const bus = boardsUnderTest(dialect, timers);
  const gateway = await serveBusOverTcp(bus, { host: "127.0.0.1", port: 0 });
  const { driver, wire } = driverUnderTest(dialect, createTcpPort(gateway), timers);
  await driver.open();
  await gateway.close();
  await becomes(driver, "closed");
  expect(driver.health().portProblem).toBeDefined();
  expect(await driver.unlock(lock)).toBe("refused");
  expect(wire).toEqual([]);

  const again = await serveBusOverTcp(bus, gateway);
  await becomes(driver, "open");
  expect(await driver.unlock(lock)).toBe(dialect.traits.outcomeOfPulse);
  expect(bus.board(lock.board).doors.door(lock.channel)).toMatchObject({ door: "open", pulses: 1 });
  await driver.close();
  await again.close();
});

test("a gateway that is not there at the start is no reason to fail", async () => {
  const bus = boardsUnderTest(dialect, timers);
  const gateway = await serveBusOverTcp(bus, { host: "127.0.0.1", port: 0 });
  await gateway.close();
  const { driver } = driverUnderTest(dialect, createTcpPort(gateway), timers);
  await driver.open();
  expect(driver.health()).toMatchObject({ port: "closed" });
  expect((await driver.readDoors()).every(({ door }) => door === "unknown")).toBe(true);
  await driver.close();
});

test("a serial device that does not exist is told by its path", async () => {
  const port = createSerialPort({ path: "/dev/ttyPigeonhole0", baud: 9600 });
  const { driver } = driverUnderTest(dialect, port, timers);
  await driver.open();
  expect(driver.health().portProblem).toContain("/dev/ttyPigeonhole0");
  expect(await driver.unlock(lock)).toBe("refused");
  await driver.close();
});

test.runIf(canOpenPseudoTerminals())(
  "a serial adapter pulled out is noticed, and unlocks are refused",
  async () => {
    const terminal = await openPseudoTerminal();
    const port = createSerialPort({ path: terminal.path, baud: 9600 });
    const { driver } = driverUnderTest(dialect, port, timers);
    await driver.open();
    expect(driver.health().port).toBe("open");
    await terminal.close();
    await becomes(driver, "closed");
    expect(await driver.unlock(lock)).toBe("refused");
    await driver.close();
  },
);
