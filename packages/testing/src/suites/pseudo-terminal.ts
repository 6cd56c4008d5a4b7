// Node cannot open a pseudo-terminal. Python's standard library can, and nearly every Linux
// machine has it; the small program below joins the terminal's master end to its own stdio.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";

/** One pseudo-terminal: `path` looks like a serial port, the rest is the far end of its cable. */
export interface PseudoTerminal {
  readonly path: string;
  write(bytes: Uint8Array): void;
  onBytes(listener: (bytes: Uint8Array) => void): void;
  close(): Promise<void>;
}

// The slave end stays open here, so that the terminal survives being closed and opened again.
const BRIDGE = `
import os, pty, select, tty
master, slave = pty.openpty()
tty.setraw(slave)
os.write(2, os.ttyname(slave).encode())
while True:
    ready, _, _ = select.select([0, master], [], [])
    if 0 in ready:
        sent = os.read(0, 4096)
        if not sent:
            break
        os.write(master, sent)
    if master in ready:
        os.write(1, os.read(master, 4096))
`;

export function canOpenPseudoTerminals(): boolean {
  const probe = spawnSync("python3", ["-c", "import pty; pty.openpty()"]);
  return probe.status === 0;
}

export async function openPseudoTerminal(): Promise<PseudoTerminal> {
  const bridge = spawn("python3", ["-c", BRIDGE], { stdio: ["pipe", "pipe", "pipe"] });
  const [path] = await once(bridge.stderr, "data");
  return {
    path: String(path),
    write: (bytes) => bridge.stdin.write(bytes),
    onBytes: (listener) => bridge.stdout.on("data", listener),
    async close() {
      const ended = once(bridge, "exit");
      bridge.stdin.end();
      await ended;
    },
  };
}
