// Simulated boards behind a TCP port, the way a serial gateway shows real ones.
import { createServer, type Socket } from "node:net";
import type { SimulatedBus } from "../simulation/simulated-bus.ts";

export interface ServedBus {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Whom a gateway serves at once; more are turned away. */
const CONNECTIONS_MAX = 8;

/** Port 0 takes a free one. */
export async function serveBusOverTcp(
  bus: SimulatedBus,
  address: { readonly host: string; readonly port: number },
): Promise<ServedBus> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("data", (bytes) => {
      if (typeof bytes !== "string") bus.hear(bytes);
    });
    // A client that vanishes is everyday life for a gateway; its end is noticed below.
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  });
  server.maxConnections = CONNECTIONS_MAX;
  const stop = bus.onSpeak((bytes) => {
    for (const socket of sockets) if (socket.writable) socket.write(bytes);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(address.port, address.host, resolve);
  });
  const bound = server.address();
  return {
    host: address.host,
    port: typeof bound === "object" && bound !== null ? bound.port : address.port,
    async close() {
      stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
