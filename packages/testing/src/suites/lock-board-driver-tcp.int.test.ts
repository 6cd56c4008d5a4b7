import { serveBusOverTcp } from "@pigeonhole/boards/ports/serve-tcp";
import { createSystemTimers } from "@pigeonhole/boards/ports/system-timers";
import { createTcpPort } from "@pigeonhole/boards/ports/tcp-port";
import { pause } from "@pigeonhole/boards/timing/timers";
import { lockBoardDriverSuite } from "./lock-board-driver.suite.ts";
import { boardsUnderTest, DIALECTS_ON_REAL_WIRES, driverUnderTest } from "./lock-board-rigs.ts";

for (const dialect of DIALECTS_ON_REAL_WIRES) {
  lockBoardDriverSuite(`${dialect.name} over TCP`, dialect.traits, async () => {
    const timers = createSystemTimers();
    const bus = boardsUnderTest(dialect, timers);
    const gateway = await serveBusOverTcp(bus, { host: "127.0.0.1", port: 0 });
    const { driver, wire } = driverUnderTest(dialect, createTcpPort(gateway), timers);
    return {
      driver,
      bus,
      wire,
      settle: (promise) => promise,
      wait: (durationMs) => pause(timers, durationMs),
      async dispose() {
        await driver.close();
        await gateway.close();
      },
    };
  });
}
