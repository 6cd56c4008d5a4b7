// A serial port of the machine, usually a USB adapter to RS-485.
import { SerialPort } from "serialport";
import { createListeners } from "../timing/listeners.ts";
import { type BusPort, BusPortError } from "./bus-port.ts";

/** Which device, and its speed; boards of both dialects use 8 data bits, no parity, 1 stop bit. */
export interface SerialPortSettings {
  readonly path: string;
  readonly baud: number;
}

// NOTE: under Node 26.4 and later the library's readable events run outside the promise queue, so
// bytes stay undelivered until anything else wakes the event loop (node-serialport #3148,
// bindings-cpp #239). This heartbeat does; it bounds the delay and costs next to nothing.
const HEARTBEAT_MS = 4;

/** Every `open` makes a new port object: after an unplug the old one never works again. */
export function createSerialPort(settings: SerialPortSettings): BusPort {
  const bytesListeners = createListeners<Uint8Array>();
  const closedListeners = createListeners<string>();
  let current: SerialPort | undefined;

  let heartbeat: NodeJS.Timeout | undefined;

  async function drop(): Promise<void> {
    clearInterval(heartbeat);
    const port = current;
    current = undefined;
    if (port?.isOpen) await new Promise<void>((resolve) => port.close(() => resolve()));
  }

  function watch(port: SerialPort): void {
    port.on("data", (bytes: Uint8Array) => {
      if (port === current) bytesListeners.tell(Uint8Array.from(bytes));
    });
    const end = (reason: string) => {
      if (port !== current) return;
      current = undefined;
      clearInterval(heartbeat);
      closedListeners.tell(reason);
    };
    port.on("close", (error: Error | null) => end(error?.message ?? "the device went away"));
    port.on("error", (error: Error) => {
      end(error.message);
      if (port.isOpen) port.close();
    });
  }

  return {
    label: settings.path,
    async open() {
      await drop();
      const port = await openPort(settings);
      watch(port);
      current = port;
      heartbeat = setInterval(() => {}, HEARTBEAT_MS);
    },
    close: drop,
    write(bytes) {
      if (!current?.isOpen) throw new BusPortError(`${settings.path} is not open.`);
      current.write(bytes);
    },
    onBytes: bytesListeners.add,
    onClosed: closedListeners.add,
  };
}

function openPort(settings: SerialPortSettings): Promise<SerialPort> {
  return new Promise((resolve, reject) => {
    const port = new SerialPort({
      path: settings.path,
      baudRate: settings.baud,
      dataBits: 8,
      parity: "none",
      stopBits: 1,
      autoOpen: false,
    });
    port.open((error) => {
      if (error) reject(new BusPortError(`${settings.path}: ${error.message}`, { cause: error }));
      else resolve(port);
    });
  });
}
