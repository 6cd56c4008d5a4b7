// A bus port with simulated boards behind it and no operating system between.
import { type BusPort, BusPortError } from "../ports/bus-port.ts";
import { createListeners } from "../timing/listeners.ts";
import type { Timers } from "../timing/timers.ts";
import type { SimulatedBus } from "./simulated-bus.ts";

/** A port whose cable can be pulled. */
export interface MemoryPort extends BusPort {
  unplug(): void;
  plugIn(): void;
}

/** A character at 9600 baud takes 1.04 ms. */
const MS_PER_BYTE = 1;

/** Delivers the boards' bytes at once, or byte by byte with `chunked`. */
export function createMemoryPort(
  bus: SimulatedBus,
  timers: Timers,
  delivery: "whole" | "chunked" = "whole",
): MemoryPort {
  const bytesListeners = createListeners<Uint8Array>();
  const closedListeners = createListeners<string>();
  let isOpen = false;
  let isPlugged = true;
  let wireFreeAtMs = 0;

  bus.onSpeak((bytes) => {
    if (!isOpen) return;
    if (delivery === "whole") {
      bytesListeners.tell(bytes);
      return;
    }
    for (const byte of bytes) {
      // One wire: a second speaker's bytes come after the first one's.
      wireFreeAtMs = Math.max(wireFreeAtMs, timers.nowMs()) + MS_PER_BYTE;
      timers.after(wireFreeAtMs - timers.nowMs(), () => {
        if (isOpen) bytesListeners.tell(Uint8Array.of(byte));
      });
    }
  });

  return {
    label: "simulated boards",
    async open() {
      if (!isPlugged) throw new BusPortError("The cable is out.");
      isOpen = true;
    },
    async close() {
      isOpen = false;
    },
    write(bytes) {
      if (!isOpen) throw new BusPortError("The port is not open.");
      timers.after(0, () => bus.hear(bytes));
    },
    onBytes: bytesListeners.add,
    onClosed: closedListeners.add,
    unplug() {
      isPlugged = false;
      if (!isOpen) return;
      isOpen = false;
      closedListeners.tell("the cable was pulled");
    },
    plugIn() {
      isPlugged = true;
    },
  };
}
