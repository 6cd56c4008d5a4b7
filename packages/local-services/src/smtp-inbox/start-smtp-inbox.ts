import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo, Server } from "node:net";
import { createInboxRoutes } from "./inbox-routes.ts";
import { type MailSummary, openMailStore } from "./mail-store.ts";
import { createMailReceiver } from "./receive-mail.ts";
import { SmtpInboxFailure } from "./smtp-inbox-failure.ts";

const LOOPBACK = "127.0.0.1";

/** Proxies and browsers give up on silent streams after a minute or so. */
const STREAM_SIGN_EVERY_MS = 25_000;

/** A sender that says nothing more may hold the stop back for this long. */
const CLOSE_WAIT_MS = 1_000;

export interface StartSmtpInboxOptions {
  /** TCP ports on 127.0.0.1; 0 takes a free one. */
  readonly smtpPort: number;
  readonly pagePort: number;
  /** Mails are kept in it between runs. Made when missing. */
  readonly dataDir: string;
  readonly log: (line: string) => void;
  /** The time mails are stamped with; the machine's clock when left out. */
  readonly now?: () => Temporal.Instant;
}

export interface RunningSmtpInbox {
  /** For the sender: `smtp://127.0.0.1:…`. */
  readonly smtpUrl: string;
  /** For people and tests: the page, and under it `/api/messages` and `/api/stream`. */
  readonly pageUrl: string;
  stop(): Promise<void>;
}

/**
 * Starts a real SMTP server whose mails go nowhere but into a page on this machine, so that an
 * installation shows its mails before anybody has given it a mail host.
 * @throws SmtpInboxFailure with what happened and what to do.
 */
export async function startSmtpInbox(options: StartSmtpInboxOptions): Promise<RunningSmtpInbox> {
  const { log, now = () => Temporal.Now.instant() } = options;
  const store = await openMailStore(options.dataDir);
  const streams = new Set<ServerResponse>();
  const receiver = createMailReceiver({
    store,
    now,
    log,
    onReceived: (mail) => tellStreams(streams, mail),
  });
  receiver.on("error", (error) => log(`SMTP inbox: ${error.message}`));
  const page = createServer(createInboxRoutes({ store, streams, log }));

  const smtpPort = await listen(receiver.server, options.smtpPort, "smtp-port");
  const pagePort = await listen(page, options.pagePort, "page-port").catch(async (error) => {
    await closeReceiver(receiver);
    throw error;
  });
  const sign = setInterval(() => {
    for (const stream of streams) stream.write(": still here\n\n");
  }, STREAM_SIGN_EVERY_MS);

  return {
    smtpUrl: `smtp://${LOOPBACK}:${smtpPort}`,
    pageUrl: `http://${LOOPBACK}:${pagePort}`,
    async stop() {
      clearInterval(sign);
      for (const stream of streams) stream.end();
      page.closeAllConnections();
      await Promise.all([
        closeReceiver(receiver),
        new Promise<void>((resolve) => page.close(() => resolve())),
      ]);
    },
  };
}

function tellStreams(streams: ReadonlySet<ServerResponse>, mail: MailSummary): void {
  for (const stream of streams) stream.write(`event: message\ndata: ${JSON.stringify(mail)}\n\n`);
}

function listen(server: Server, port: number, part: "smtp-port" | "page-port"): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: Error) => reject(new SmtpInboxFailure(part, port, cause));
    server.once("error", refuse);
    server.listen(port, LOOPBACK, () => {
      server.off("error", refuse);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closeReceiver(receiver: ReturnType<typeof createMailReceiver>): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(resolve, CLOSE_WAIT_MS);
    receiver.close(() => {
      clearTimeout(giveUp);
      resolve();
    });
  });
}
