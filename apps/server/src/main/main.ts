import { fileURLToPath } from "node:url";
import type { Server } from "../create-server.ts";
import { createServer } from "../create-server.ts";
import type { Log } from "../deps.ts";
import { createSmtpHost } from "../notices/mail-host.ts";
import type { Pages } from "../pages/load-pages.ts";
import { loadPages, PagesMissingError } from "../pages/load-pages.ts";
import { defaultRateLimits } from "../platform/http/http-deps.ts";
import { errorFields } from "../platform/http/redact.ts";
import { createPooledRandomBytes } from "../platform/pooled-random-bytes.ts";
import { SchemaTooNewError } from "../platform/postgres/migrate.ts";
import { createPgDatabase } from "../platform/postgres/pg-database.ts";
import { createSecrets } from "../platform/secrets.ts";
import { processTimers } from "../platform/timers.ts";
import { helpText, readCommandLine } from "./command-line.ts";
import { createLog } from "./create-log.ts";
import { prepareNetwork } from "./first-start.ts";
import { readMasterKey } from "./master-key.ts";
import type { Settings } from "./settings.ts";
import { readSettings, redactSettings, SettingsError } from "./settings.ts";

/** Between tries to reach the database at the start. */
const startRetryMs = 1_000;
/** An orderly end takes less; after this the process goes anyway, and nothing confirmed is lost. */
const stopWithinMs = 10_000;
const shopperDistDefault = fileURLToPath(new URL("../../../shopper/dist/", import.meta.url));

await main().catch((error: unknown) => {
  if (error instanceof SettingsError) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${JSON.stringify(errorFields(error))}\n`);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { help, roles } = readCommandLine(process.argv.slice(2));
  if (help) {
    process.stdout.write(helpText());
    return;
  }
  const settings = readSettings(process.env);
  const log = createLog(settings.LOG_LEVEL);
  log.info({ settings: redactSettings(settings), roles: [...roles] }, "settings");
  const parts = await createParts(settings, log);
  const server = await createServer({ ...parts, roles });
  const address = await server.listen({ host: settings.HOST, port: settings.PORT });
  log.info({ address, publicUrl: parts.publicUrl }, "listening");
  const stopping = new AbortController();
  endOnSignals(log, stopping, async () => {
    await server.close();
    parts.mailHost.close();
    await parts.database.close();
  });
  await startWhenReachable({ server, log, stopping }, () => prepareNetwork(parts, settings));
}

async function createParts(settings: Settings, log: Log) {
  const database = createPgDatabase({
    url: settings.DATABASE_URL,
    connectionsMax: settings.DATABASE_CONNECTIONS,
    onError: (error) => log.warn({ error }, "a database connection was lost"),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()),
  });
  return {
    database,
    secrets: createSecrets(await readMasterKey(settings)),
    // PostgreSQL keeps microseconds; what is answered first is what is read back later.
    now: () => Temporal.Now.instant().round({ smallestUnit: "microsecond", roundingMode: "floor" }),
    randomBytes: createPooledRandomBytes(),
    publicUrl: settings.PUBLIC_URL ?? `http://${settings.HOST}:${settings.PORT}`,
    log,
    timers: processTimers,
    rateLimits: defaultRateLimits,
    trustProxy: settings.TRUST_PROXY ?? false,
    pages: await loadPagesIfBuilt(settings.SHOPPER_DIST ?? shopperDistDefault, log),
    demoLinks: settings.DEMO_LINKS ?? [],
    mailHost: createSmtpHost({ smtpUrl: settings.SMTP_URL, from: settings.MAIL_FROM }),
  };
}

async function loadPagesIfBuilt(folder: string, log: Log): Promise<Pages | undefined> {
  try {
    return await loadPages(folder);
  } catch (error) {
    if (!(error instanceof PagesMissingError)) throw error;
    log.warn({ code: error.code }, error.message);
    return undefined;
  }
}

type Starting = {
  readonly server: Server;
  readonly log: Log;
  readonly stopping: AbortController;
};

/** The server answers from the beginning; it says in /readyz what it waits for. */
async function startWhenReachable(
  { server, log, stopping }: Starting,
  prepare: () => Promise<void>,
): Promise<void> {
  while (!stopping.signal.aborted) {
    try {
      await server.start(prepare);
      log.info({}, "ready");
      return;
    } catch (error) {
      // Waiting does not make these better.
      if (error instanceof SettingsError || error instanceof SchemaTooNewError) throw error;
      log.warn({ error }, "not started yet; tried again in a second");
      await new Promise((resolve) => setTimeout(resolve, startRetryMs));
    }
  }
}

function endOnSignals(log: Log, stopping: AbortController, end: () => Promise<void>): void {
  const stop = (signal: string) => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    log.info({ signal }, "stopping");
    const forced = setTimeout(() => {
      log.error({}, "the orderly end took too long");
      process.exit(1);
    }, stopWithinMs);
    end().then(
      () => {
        clearTimeout(forced);
        process.exit(0);
      },
      (error: unknown) => {
        log.error({ error }, "the orderly end failed");
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", () => stop("SIGINT"));
  process.on("SIGTERM", () => stop("SIGTERM"));
}
