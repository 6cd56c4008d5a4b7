// A serial-to-Ethernet gateway, or simulated boards on a TCP port.
import { Socket } from "node:net";
import { createListeners } from "../timing/listeners.ts";
import { type BusPort, BusPortError } from "./bus-port.ts";

/** Where the gateway listens. */
export interface TcpPortSettings {
  readonly host: string;
  readonly port: number;
  /** How long a connection attempt may take. */
  readonly connectTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 3000;
// A gateway that lost power sends no goodbye; without probes the connection would look alive for hours.
const KEEP_ALIVE_MS = 5000;

/** Every `open` makes a new connection. Nagle's delay is off: five bytes must leave at once. */
export function createTcpPort(settings: TcpPortSettings): BusPort {
  const bytesListeners = createListeners<Uint8Array>();
  const closedListeners = createListeners<string>();
  const label = `${settings.host}:${settings.port}`;
  let current: Socket | undefined;

  function drop(): void {
    const socket = current;
    current = undefined;
    socket?.destroy();
  }

  function watch(socket: Socket): void {
    let reason = "the gateway ended the connection";
    socket.on("error", (error) => {
      reason = error.message;
    });
    socket.on("data", (bytes) => {
      // Without an encoding set on it, a socket gives bytes.
      if (socket === current && typeof bytes !== "string") bytesListeners.tell(bytes);
    });
    socket.on("close", () => {
      if (socket !== current) return;
      current = undefined;
      closedListeners.tell(reason);
    });
  }

  return {
    label,
    async open() {
      drop();
      const socket = await connect(settings, label);
      watch(socket);
      current = socket;
    },
    async close() {
      drop();
    },
    write(bytes) {
      if (!current?.writable) throw new BusPortError(`${label} is not connected.`);
      current.write(bytes);
    },
    onBytes: bytesListeners.add,
    onClosed: closedListeners.add,
  };
}

function connect(settings: TcpPortSettings, label: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = new Socket();
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    const fail = (problem: string, cause?: Error) => {
      socket.destroy();
      reject(new BusPortError(`${label}: ${problem}`, { ...(cause ? { cause } : {}) }));
    };
    const onError = (error: Error) => fail(error.message, error);
    socket.once("error", onError);
    socket.setTimeout(settings.connectTimeoutMs ?? CONNECT_TIMEOUT_MS, () =>
      fail("no answer to the connection attempt"),
    );
    socket.connect(settings.port, settings.host, () => {
      socket.setTimeout(0);
      socket.removeListener("error", onError);
      resolve(socket);
    });
  });
}
