import { createMemoryPort } from "@pigeonhole/boards/simulation/memory-port";
import { createVirtualTimers } from "@pigeonhole/boards/timing/virtual-timers";
import { lockBoardDriverSuite } from "./lock-board-driver.suite.ts";
import { boardsUnderTest, DIALECTS_UNDER_TEST, driverUnderTest } from "./lock-board-rigs.ts";

for (const dialect of DIALECTS_UNDER_TEST) {
  for (const delivery of ["whole", "chunked"] as const) {
    const name = `${dialect.name} in memory, answers delivered ${delivery}`;
    lockBoardDriverSuite(name, dialect.traits, async () => {
      const timers = createVirtualTimers();
      const bus = boardsUnderTest(dialect, timers);
      const port = createMemoryPort(bus, timers, delivery);
      const { driver, wire } = driverUnderTest(dialect, port, timers);
      return {
        driver,
        bus,
        wire,
        settle: (promise) => timers.settle(promise),
        wait: (durationMs) => timers.advance(durationMs),
        dispose: () => timers.settle(driver.close()),
      };
    });
  }
}
