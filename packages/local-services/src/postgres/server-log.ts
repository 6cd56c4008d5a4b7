import { createWriteStream, existsSync, renameSync, statSync, type WriteStream } from "node:fs";

/** Above this the log becomes `….1` and a new one begins, so that it never fills the disk. */
const LOG_BYTES_MAX = 8_000_000;

/** How many of its last lines a failure quotes. */
const LAST_LINES_MAX = 20;

export interface ServerLog {
  write(line: string): void;
  lastLines(): string;
  close(): void;
}

/** Keeps what PostgreSQL says in one file of bounded size, and its last lines for a failure. */
export function openServerLog(file: string): ServerLog {
  let bytes = existsSync(file) ? statSync(file).size : 0;
  let stream = openForAppend(file);
  const lines: string[] = [];
  return {
    write(line) {
      lines.push(line);
      if (lines.length > LAST_LINES_MAX) lines.shift();
      bytes += Buffer.byteLength(line) + 1;
      if (bytes > LOG_BYTES_MAX) {
        stream.end();
        renameSync(file, `${file}.1`);
        stream = openForAppend(file);
        bytes = 0;
      }
      stream.write(`${line}\n`);
    },
    lastLines: () => lines.join("\n"),
    close: () => void stream.end(),
  };
}

/** A full disk must not take the server down with its log: what cannot be written is dropped. */
function openForAppend(file: string): WriteStream {
  const stream = createWriteStream(file, { flags: "a", mode: 0o600 });
  stream.on("error", () => stream.destroy());
  return stream;
}
