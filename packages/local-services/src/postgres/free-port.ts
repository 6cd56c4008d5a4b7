import { createServer } from "node:net";
import { hasCode, PostgresFailure } from "./postgres-failure.ts";

const LOOPBACK = "127.0.0.1";

/** Port 0 asks for any free one; any other is refused in words when somebody listens there. */
export async function choosePort(wanted: number): Promise<number> {
  const probe = createServer();
  try {
    return await new Promise<number>((resolve, reject) => {
      probe.once("error", reject);
      probe.listen(wanted, LOOPBACK, () => {
        const address = probe.address();
        resolve(typeof address === "object" && address !== null ? address.port : wanted);
      });
    });
  } catch (error) {
    if (hasCode(error, "EADDRINUSE")) throw portTaken(wanted, error);
    throw error;
  } finally {
    probe.close();
  }
}

export function portTaken(port: number, cause: unknown): PostgresFailure {
  return new PostgresFailure({
    code: "postgres.port_taken",
    message: `Port ${port} on ${LOOPBACK} is taken by another program.`,
    remedy: "Stop that program, or start with another --port.",
    cause,
  });
}
