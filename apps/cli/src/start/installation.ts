import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { startPostgres } from "@pigeonhole/local-services/postgres/start-postgres";
import { type ChildProgram, startChild } from "@pigeonhole/local-services/programs/child-program";
import { waitUntilReady } from "@pigeonhole/local-services/programs/wait-until-ready";
import { startSmtpInbox } from "@pigeonhole/local-services/smtp-inbox/start-smtp-inbox";
import { createClient } from "@pigeonhole/sdk/client";
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
};

export type Installation = {
  readonly serverUrl: string;
  readonly inboxUrl: string | null;
  readonly operatorKey: string;
  /** Starts a further program whose end belongs to this installation's end. */
  run(name: string, script: string, args: readonly string[]): ChildProgram;
  /** Something that has to be closed before the programs are. */
  onStop(close: () => Promise<void>): void;
  /** Says how a program ended by itself, if one did. */
  broken(): string | undefined;
  stop(): Promise<void>;
};

const serverReadyWithinMs = 60_000;
const appsUrl = new URL("../../../", import.meta.url);

/** The path of an app's main file. */
export function appScript(app: string): string {
  return new URL(`${app}/src/main/main.ts`, appsUrl).pathname;
}

/** Starts PostgreSQL, the inbox and the server; whatever was started is stopped when one fails. */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const { dataDir, ports, log } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  await assertPortsFree(portsWithUses(ports));
  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return await startParts(options, closers, stop);
  } catch (error) {
    log("Stopping what was started …");
    await stop();
    throw error;
  }
}

async function startParts(
  options: InstallationOptions,
  closers: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Installation> {
  const { dataDir, ports, log } = options;
  let end: string | undefined;
  const watch = {
    onLine: (name: string, line: string) => log(`[${name}] ${line}`),
    onEnd: (name: string, how: string) => {
      end = `${name} ended (${how})`;
      log(`${end}. Stop with Ctrl-C and start again; nothing that was confirmed is lost.`);
    },
  };
  const run = (
    name: string,
    script: string,
    args: readonly string[],
    env: Record<string, string> = {},
  ) => {
    const child = startChild({ name, script, args, env }, watch);
    closers.push(() => child.stop());
    return child;
  };
  const [databaseUrl, inbox] = await Promise.all([
    bringDatabase(options, closers),
    bringInbox(options, closers),
  ]);
  const serverUrl = `http://127.0.0.1:${ports.server}`;
  const serverDir = path.join(dataDir, "server");
  run("server", appScript("server"), [], {
    DATABASE_URL: databaseUrl,
    SMTP_URL: inbox.smtpUrl,
    PUBLIC_URL: process.env["PUBLIC_URL"] ?? serverUrl,
    PORT: String(ports.server),
    DATA_DIR: serverDir,
    ...demoLinks(options, inbox.pageUrl),
  });
  await waitUntilReady("The server", `${serverUrl}/readyz`, serverReadyWithinMs, () => end);
  return {
    serverUrl,
    inboxUrl: inbox.pageUrl,
    operatorKey: (await readFile(path.join(serverDir, "operator-key"), "utf8")).trim(),
    run: (name, script, args) => run(name, script, args),
    onStop: (close) => void closers.push(close),
    broken: () => end,
    stop,
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

async function bringDatabase(
  options: InstallationOptions,
  closers: (() => Promise<void>)[],
): Promise<string> {
  if (options.databaseUrl !== undefined) return options.databaseUrl;
  const postgres = await startPostgres({
    dataDir: path.join(options.dataDir, "postgres"),
    port: options.ports.postgres,
    log: options.log,
    onCrash: (failure) => options.log(`PostgreSQL: ${failure.message}`),
  });
  closers.push(() => postgres.stop());
  return postgres.url;
}

async function bringInbox(
  options: InstallationOptions,
  closers: (() => Promise<void>)[],
): Promise<{ smtpUrl: string; pageUrl: string | null }> {
  if (options.smtpUrl !== undefined) return { smtpUrl: options.smtpUrl, pageUrl: null };
  const inbox = await startSmtpInbox({
    smtpPort: options.ports.smtp,
    pagePort: options.ports.inboxPage,
    dataDir: path.join(options.dataDir, "inbox"),
    log: options.log,
  });
  closers.push(() => inbox.stop());
  return inbox;
}

/** A client of the installation's server with the operator's key. */
export function operatorClient(installation: Installation) {
  return createClient({ baseUrl: installation.serverUrl, key: installation.operatorKey });
}
