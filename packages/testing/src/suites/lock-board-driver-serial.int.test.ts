// A real serial port of the operating system: a pseudo-terminal whose other end is the boards.
import { createSerialPort } from "@pigeonhole/boards/ports/serial-port";
import { createSystemTimers } from "@pigeonhole/boards/ports/system-timers";
import { pause } from "@pigeonhole/boards/timing/timers";
import { describe } from "vitest";
import { lockBoardDriverSuite } from "./lock-board-driver.suite.ts";
import { boardsUnderTest, DIALECTS_ON_REAL_WIRES, driverUnderTest } from "./lock-board-rigs.ts";
import { canOpenPseudoTerminals, openPseudoTerminal } from "./pseudo-terminal.ts";

if (canOpenPseudoTerminals()) {
  for (const dialect of DIALECTS_ON_REAL_WIRES) {
    lockBoardDriverSuite(`${dialect.name} over a serial port`, dialect.traits, async () => {
      const timers = createSystemTimers();
      const bus = boardsUnderTest(dialect, timers);
      const terminal = await openPseudoTerminal();
      terminal.onBytes((bytes) => bus.hear(bytes));
      bus.onSpeak((bytes) => terminal.write(bytes));
      const port = createSerialPort({ path: terminal.path, baud: dialect.profile.baud });
      const { driver, wire } = driverUnderTest(dialect, port, timers);
      return {
        driver,
        bus,
        wire,
        settle: (promise) => promise,
        wait: (durationMs) => pause(timers, durationMs),
        async dispose() {
          await driver.close();
          await terminal.close();
        },
      };
    });
  }
} else {
  describe.skip("lock boards over a serial port: this machine has no python3 to open a pseudo-terminal with", () => {});
}
