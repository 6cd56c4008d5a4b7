export type ClientErrorCode =
  /** No answer came: no network, refused connection, wrong name. */
  | "client.unreachable"
  /** No complete answer came within the time limit of one attempt. */
  | "client.timed_out"
  /** The caller's own signal ended the call. */
  | "client.aborted"
  /** An answer came that the contract does not know, such as a proxy's error page. */
  | "client.answer_unexpected";

/**
 * The world broke between us and the network; a refusal by the network is never thrown.
 * Whether the request was carried out is unknown, unless it was a reading one.
 */
export class ClientError extends Error {
  override readonly name = "ClientError";
  readonly code: ClientErrorCode;
  readonly operationId: string;
  /** HTTP status of the unexpected answer; absent when none came. */
  readonly status: number | undefined;

  constructor(
    code: ClientErrorCode,
    operationId: string,
    options: { readonly cause?: unknown; readonly status?: number } = {},
  ) {
    super(
      `${operationId}: ${code}${options.status === undefined ? "" : ` (HTTP ${options.status})`}`,
      { cause: options.cause },
    );
    this.code = code;
    this.operationId = operationId;
    this.status = options.status;
  }
}
