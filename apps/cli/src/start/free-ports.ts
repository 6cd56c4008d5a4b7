import { createServer } from "node:net";

/** A port of the plan is taken by another program. */
export class PortTakenError extends Error {
  override readonly name = "PortTakenError";
  readonly code = "port_taken";
}

/** Checks every port before anything starts, so that a start fails whole and says why. */
export async function assertPortsFree(
  ports: readonly { port: number; use: string }[],
): Promise<void> {
  const taken: string[] = [];
  for (const { port, use } of ports) {
    if (!(await isFree(port))) taken.push(`${port} (${use})`);
  }
  if (taken.length === 0) return;
  throw new PortTakenError(
    `Another program uses ${taken.length === 1 ? "port" : "ports"} ${taken.join(", ")}. ` +
      "End it, or choose other ports: npm start -- --port 9080",
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () =>
      probe.close(() => resolve(true)),
    );
  });
}
