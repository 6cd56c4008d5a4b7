/** One connection to the cloud, whatever carries it; a simulation brings its own. */
export type DeviceSocket = {
  send(text: string): void;
  /** Proves that somebody is at the other end; a pong counts as a sign of life. */
  ping(): void;
  close(): void;
};

export type SocketListener = {
  readonly opened: () => void;
  readonly message: (text: string) => void;
  /** Any sign of life that is no frame. */
  readonly alive: () => void;
  /**
   * Called once, also when the connection never came about. `serverDate` is the clock of the server
   * as an HTTP refusal told it.
   */
  readonly closed: (why: {
    readonly reason: string;
    readonly serverDate?: Temporal.Instant;
  }) => void;
};

/** The listener is never called before this has returned. */
export type OpenSocket = (token: string, listener: SocketListener) => DeviceSocket;
