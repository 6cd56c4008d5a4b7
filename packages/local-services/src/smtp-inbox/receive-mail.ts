import { simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { MailStore, MailSummary } from "./mail-store.ts";

/** Larger than any mail the network sends: a code, a QR image and a few lines. */
const MAIL_BYTES_MAX = 10_000_000;
const RECIPIENTS_MAX = 100;

interface ReceiveMailDeps {
  readonly store: MailStore;
  readonly now: () => Temporal.Instant;
  readonly log: (line: string) => void;
  readonly onReceived: (mail: MailSummary) => void;
}

/**
 * The SMTP side. A mail is accepted (250) only after the disk has it, as a real mail host does;
 * what the sender's retries rest on is therefore tried here too. No TLS and no sign-in: it
 * listens on loopback, and an offered STARTTLS with a self-made certificate would be refused.
 */
export function createMailReceiver(deps: ReceiveMailDeps): SMTPServer {
  return new SMTPServer({
    banner: "Pigeonhole inbox",
    size: MAIL_BYTES_MAX,
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo(_address, session, callback) {
      if (session.envelope.rcptTo.length < RECIPIENTS_MAX) callback();
      else callback(smtpError(452, `more than ${RECIPIENTS_MAX} recipients`));
    },
    onData(stream, session, callback) {
      receive(deps, stream, session).then(
        (mail) => callback(null, `kept as ${mail.id}`),
        (error: unknown) => {
          deps.log(`A mail was refused: ${error instanceof Error ? error.message : error}`);
          // 451 asks the sender to try again, right for a full disk; an own code says otherwise.
          callback(hasResponseCode(error) ? error : smtpError(451, "the mail could not be kept"));
        },
      );
    },
  });
}

async function receive(
  deps: ReceiveMailDeps,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<MailSummary> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(Buffer.from(chunk));
  if (stream.sizeExceeded) throw smtpError(552, `the mail is larger than ${MAIL_BYTES_MAX} bytes`);
  const source = Buffer.concat(chunks);
  const parsed = await simpleParser(source);
  const { mailFrom, rcptTo } = session.envelope;
  const mail = await deps.store.add(
    {
      receivedAt: deps.now().toString(),
      from: parsed.from?.text ?? (mailFrom === false ? "" : mailFrom.address),
      to: rcptTo.map(({ address }) => address),
      subject: parsed.subject ?? "",
    },
    source,
  );
  deps.onReceived(mail);
  return mail;
}

type SmtpError = Error & { readonly responseCode: number };

function smtpError(responseCode: number, message: string): SmtpError {
  return Object.assign(new Error(message), { responseCode });
}

function hasResponseCode(error: unknown): error is SmtpError {
  return error instanceof Error && "responseCode" in error;
}
