import { connect, createServer, type Socket } from "node:net";

/** A cable that can be pulled: everything between a kiosk and the cloud goes through it. */
export type Cable = {
  readonly port: number;
  /** Ends every connection and lets none through until `heal`. */
  cut(): void;
  heal(): void;
  close(): Promise<void>;
};

export async function layCable(target: { host: string; port: number }): Promise<Cable> {
  const sockets = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(target);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    cut() {
      whole = false;
      dropAll();
    },
    heal() {
      whole = true;
    },
    async close() {
      dropAll();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
