// A bus port carries bytes to and from one bus of boards. Ports are dumb: opening again after a
// loss, waiting and ordering belong to the bus, which is the same for every kind of port.

/** Bytes in, bytes out. Every `open` starts afresh: nothing received earlier is delivered after it. */
export interface BusPort {
  /** How people name it: a device path or host:port. */
  readonly label: string;
  /** Resolves when bytes can be written; rejects with a `BusPortError`. */
  open(): Promise<void>;
  /** Never rejects; closing a closed port is fine. */
  close(): Promise<void>;
  /** Hands the bytes to the wire. Throws a `BusPortError` only if none of them were handed over. */
  write(bytes: Uint8Array): void;
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  /** Told when an open port ends without having been asked to (unplugged, gateway gone). */
  onClosed(listener: (reason: string) => void): () => void;
}

/** The port could not be opened, or was not open when bytes were to be written. */
export class BusPortError extends Error {
  override readonly name = "BusPortError";
  readonly code = "boards.port_unavailable";
}
