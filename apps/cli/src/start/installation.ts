import { readFile } from "node:fs/promises";
import path from "node:path";
import { keepPostgres } from "@pigeonhole/local-services/postgres/keep-postgres";
import { type KeptProgram, keepChild } from "@pigeonhole/local-services/programs/keep-child";
import { waitUntilReady } from "@pigeonhole/local-services/programs/wait-until-ready";
import { startSmtpInbox } from "@pigeonhole/local-services/smtp-inbox/start-smtp-inbox";
import { createClient } from "@pigeonhole/sdk/client";
import type { Closers } from "./closers.ts";
import { makeDataFolder } from "./data-folder.ts";
import { assertPortsFree } from "./free-ports.ts";
import type { PortPlan } from "./port-plan.ts";
import { portsWithUses } from "./port-plan.ts";

/** What runs the server of this installation needs, whoever brings it. */
export type InstallationOptions = {
  readonly dataDir: string;
  readonly ports: PortPlan;
  /** The operator's own database or mail host; where absent, one is brought along. */
  readonly databaseUrl: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly demo: boolean;
  readonly log: (line: string) => void;
  /** Everything that is started is known here; closing them breaks a start off at any moment. */
  readonly closers: Closers;
};

export type Installation = {
  readonly serverUrl: string;
  readonly inboxUrl: string | null;
  readonly operatorKey: string;
  /** Starts a further program whose end belongs to this installation's end. */
  run(name: string, script: string, args: readonly string[]): Promise<KeptProgram>;
  /** Says how a program ended before it was ready, if one did. */
  broken(): string | undefined;
};

const serverReadyWithinMs = 60_000;
const appsUrl = new URL("../../../", import.meta.url);

/** The path of an app's main file. */
export function appScript(app: string): string {
  return new URL(`${app}/src/main/main.ts`, appsUrl).pathname;
}

/**
 * PostgreSQL looks at its own port: a killed start leaves the database running, and only it can tell
 * that one, which it ends first, from another program.
 */
function portsToProbe(ports: PortPlan) {
  return portsWithUses(ports).filter(({ port }) => port !== ports.postgres);
}

/** Starts PostgreSQL, the inbox and the server. What was started is ended by the closers. */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  await assertPortsFree(portsToProbe(options.ports));
  await makeDataFolder(options.dataDir);
  const { dataDir, ports, log, closers } = options;
  let end: string | undefined;
  const watch = {
    onLine: (name: string, line: string) => log(`[${name}] ${line}`),
    onEnd: (name: string, how: string) => {
      end = `${name} ended (${how})`;
    },
    tell: log,
  };
  const run = (
    name: string,
    script: string,
    args: readonly string[],
    env: Record<string, string> = {},
  ) =>
    closers.open(
      async () => keepChild({ name, script, args, env }, watch),
      (child) => child.stop(),
    );
  const broken = () => (closers.isClosing() ? "it was broken off" : end);
  const [databaseUrl, inbox] = await Promise.all([bringDatabase(options), bringInbox(options)]);
  const serverUrl = `http://127.0.0.1:${ports.server}`;
  const serverDir = path.join(dataDir, "server");
  const server = await run("server", appScript("server"), [], {
    DATABASE_URL: databaseUrl,
    SMTP_URL: inbox.smtpUrl,
    PUBLIC_URL: process.env["PUBLIC_URL"] ?? serverUrl,
    PORT: String(ports.server),
    DATA_DIR: serverDir,
    ...demoLinks(options, inbox.pageUrl),
  });
  await waitUntilReady("The server", `${serverUrl}/readyz`, serverReadyWithinMs, broken);
  server.markReady();
  return {
    serverUrl,
    inboxUrl: inbox.pageUrl,
    operatorKey: (await readFile(path.join(serverDir, "operator-key"), "utf8")).trim(),
    run: (name, script, args) => run(name, script, args),
    broken,
  };
}

/** The home page of a demonstration shows the way to the desk and the inbox. */
function demoLinks(options: InstallationOptions, inboxUrl: string | null): Record<string, string> {
  if (!options.demo) return {};
  const desk = {
    title: "Demonstration desk",
    text: "Announce parcels, play the courier, find the lockers.",
    url: `http://127.0.0.1:${options.ports.desk}/`,
  };
  const inbox = { title: "Mail inbox", text: "Every mail this network sends.", url: inboxUrl };
  return { DEMO_LINKS: JSON.stringify(inboxUrl === null ? [desk] : [desk, inbox]) };
}

async function bringDatabase(options: InstallationOptions): Promise<string> {
  const { dataDir, ports, log, closers, databaseUrl } = options;
  if (databaseUrl !== undefined) return databaseUrl;
  const postgres = await closers.open(
    () => keepPostgres({ dataDir: path.join(dataDir, "postgres"), port: ports.postgres, log }),
    (started) => started.stop(),
  );
  return postgres.url;
}

type Inbox = { readonly smtpUrl: string; readonly pageUrl: string | null };

async function bringInbox(options: InstallationOptions): Promise<Inbox> {
  const { dataDir, ports, log, closers, smtpUrl } = options;
  if (smtpUrl !== undefined) return { smtpUrl, pageUrl: null };
  return await closers.open(
    () =>
      startSmtpInbox({
        smtpPort: ports.smtp,
        pagePort: ports.inboxPage,
        dataDir: path.join(dataDir, "inbox"),
        log,
      }),
    (inbox) => inbox.stop(),
  );
}

/** A client of the installation's server with the operator's key. */
export function operatorClient(installation: Installation) {
  return createClient({ baseUrl: installation.serverUrl, key: installation.operatorKey });
}
