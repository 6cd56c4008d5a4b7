import { createRestarter } from "../programs/create-restarter.ts";
import {
  type RunningPostgres,
  type StartPostgresOptions,
  startPostgres,
} from "./start-postgres.ts";

export type KeptPostgres = {
  /** Stays the same over restarts: the port and the password do. */
  readonly url: string;
  stop(): Promise<void>;
};

/**
 * Starts PostgreSQL and starts it again, on the same port and rows, when it ends by itself.
 * @throws PostgresFailure when the first start fails.
 */
export async function keepPostgres(
  options: Omit<StartPostgresOptions, "onCrash">,
): Promise<KeptPostgres> {
  let port = options.port;
  const restarter = createRestarter({
    name: "PostgreSQL",
    tell: options.log,
    start: async () => {
      postgres = await start();
    },
  });
  const start = (): Promise<RunningPostgres> =>
    startPostgres({
      ...options,
      port,
      // The first line says what happened; what PostgreSQL said before is in its log.
      onCrash: ({ message }) => restarter.ended(message.split("\n")[0] ?? message),
    });
  let postgres = await start();
  port = postgres.port;
  return {
    url: postgres.url,
    async stop() {
      await restarter.leave();
      await postgres.stop();
    },
  };
}
