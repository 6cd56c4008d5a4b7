import path from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { demoLockers } from "../demo/demo-network.ts";
import { startDemo } from "../demo/start-demo.ts";
import { type Closers, createClosers } from "./closers.ts";
import { type Installation, startInstallation } from "./installation.ts";
import { defaultPort, planPorts, portsPerInstallation } from "./port-plan.ts";

type StartOptions = {
  readonly port: number;
  readonly dataDir: string;
  readonly demo: boolean;
  readonly verbose: boolean;
};

const examples = `
Examples:
  npm start                                     a network with three demonstration lockers
  npm start -- --port 9080 --data-dir ./second  a second installation beside the first
  npm start -- --no-demo                        an empty network
  DATABASE_URL=postgres://… npm start           with your own PostgreSQL 15 to 18
`;

/** Adds `start` to the program. */
export function addStartCommand(program: Command): void {
  program
    .command("start")
    .description("Start a whole network: database, mail inbox, server, demonstration lockers")
    .option("--port <number>", `first of ${portsPerInstallation} ports`, readPort, defaultPort)
    .option("--data-dir <folder>", "where everything is kept between runs", ".pigeonhole")
    .option("--no-demo", "without demonstration lockers")
    .option("--verbose", "show what every program prints", false)
    .addHelpText("after", examples)
    .action(start);
}

export function readPort(text: string): number {
  const port = Number(text);
  const last = 65_535 - portsPerInstallation;
  if (Number.isInteger(port) && port >= 1 && port <= last) return port;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${last}.`);
}

/** What a shell expects of a program that was ended by Ctrl-C before its work was done. */
const brokenOffStatus = 130;

async function start(options: StartOptions): Promise<void> {
  const beganMs = performance.now();
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const closers = createClosers();
  const interrupted = stopOnSignals(closers, print);
  print(`Pigeonhole starts. Everything it keeps is in ${path.resolve(options.dataDir)}`);
  try {
    const guide = await startAll(options, closers, print);
    const seconds = ((performance.now() - beganMs) / 1_000).toFixed(1);
    print(`\n${guide}\n\nReady after ${seconds} s. Ctrl-C stops all of it.`);
  } catch (error) {
    const wasInterrupted = closers.isClosing();
    if (!wasInterrupted) print("Stopping what was started …");
    await closers.closeAll();
    if (!wasInterrupted) throw error;
    // Whatever failed, failed because its other parts were being stopped.
    print("Stopped.");
    process.exitCode = brokenOffStatus;
    return;
  }
  await interrupted;
  await closers.closeAll();
  print("Stopped. Everything is kept for the next start.");
}

async function startAll(
  options: StartOptions,
  closers: Closers,
  print: (line: string) => void,
): Promise<string> {
  const dataDir = path.resolve(options.dataDir);
  const ports = planPorts(options.port, options.demo ? demoLockers.length : 0);
  const installation = await startInstallation({
    dataDir,
    ports,
    databaseUrl: process.env["DATABASE_URL"],
    smtpUrl: process.env["SMTP_URL"],
    demo: options.demo,
    closers,
    log: (line) => {
      if (options.verbose || isWorthTelling(line)) print(line);
    },
  });
  if (!options.demo) return networkGuide(installation, dataDir);
  return await startDemo(installation, { dataDir, ports, closers });
}

/** Programs log JSON lines; warnings (40) and worse are shown, and everything that is not JSON. */
function isWorthTelling(line: string): boolean {
  const level = /"level":(\d+)/.exec(line)?.[1];
  if (level !== undefined) return Number(level) >= 40;
  return !line.startsWith("[");
}

function networkGuide(installation: Installation, dataDir: string): string {
  return [
    `Pages          ${installation.serverUrl}/`,
    `API reference  ${installation.serverUrl}/reference`,
    ...(installation.inboxUrl === null ? [] : [`Mail inbox     ${installation.inboxUrl}`]),
    `Operator's key in ${path.join(dataDir, "server", "operator-key")}`,
  ].join("\n");
}

/**
 * The first Ctrl-C stops cleanly, a second one ends at once. It is listened for before anything is
 * started, as a start can be broken off, too.
 */
function stopOnSignals(closers: Closers, print: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      if (closers.isClosing()) return;
      print("\nStopping …");
      // Who waits for the end also hears of its failure.
      closers.closeAll().then(resolve, () => resolve());
    };
    const stopOrLeave = () => {
      if (closers.isClosing()) process.exit(brokenOffStatus);
      stop();
    };
    process.on("SIGINT", stopOrLeave);
    process.on("SIGTERM", stopOrLeave);
    // A closed terminal is a wish to stop, too; nobody reads what is printed then.
    process.on("SIGHUP", stop);
    process.stdout.on("error", stop);
  });
}
