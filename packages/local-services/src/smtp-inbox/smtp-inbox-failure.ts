/** The inbox could not take its ports. `remedy` says what the person at the keyboard does next. */
export class SmtpInboxFailure extends Error {
  override readonly name = "SmtpInboxFailure";
  readonly code = "smtp_inbox.port_taken";
  readonly remedy = "Stop the program that uses it, or start with another --port.";

  constructor(part: "smtp-port" | "page-port", port: number, cause: Error) {
    const purpose = part === "smtp-port" ? "for mails" : "for the inbox page";
    super(`Port ${port} on 127.0.0.1 ${purpose} cannot be used: ${cause.message}.`, { cause });
  }
}
