import { createLockBus, type LockBusDriver } from "@pigeonhole/boards/driver/create-lock-bus";
import { createSerialPort } from "@pigeonhole/boards/ports/serial-port";
import { createTcpPort } from "@pigeonhole/boards/ports/tcp-port";
import type { Timers } from "@pigeonhole/boards/timing/timers";
import type { BusAddress } from "./bus-address.ts";

/** Drivers by bus name; nothing is opened yet. */
export function makeBuses(
  addresses: readonly BusAddress[],
  timers: Timers,
): Map<string, LockBusDriver> {
  return new Map(
    addresses.map(({ name, place, profile }) => {
      const port =
        place.kind === "tcp"
          ? createTcpPort(place)
          : createSerialPort({ path: place.path, baud: profile.baud });
      return [name, createLockBus({ port, profile, timers, random: Math.random })] as const;
    }),
  );
}
