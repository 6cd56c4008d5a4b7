import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/**
 * A process number alone says little: after a power cut it may belong to anybody. Its number and
 * the moment it began are the same only for the same process. Undefined when no such process runs.
 */
export function processIdentity(pid: number): string | undefined {
  if (!existsSync("/proc/self/stat")) return psField(pid, "lstart");
  const stat = readProcFile(`/proc/${pid}/stat`);
  // The command's name stands in brackets and may hold blanks; the fields are counted behind it.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  const startedTicks = fields?.[19];
  if (startedTicks === undefined) return undefined;
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${startedTicks}`;
}

/** The command line of a running process, words joined by blanks. */
export function commandOf(pid: number): string | undefined {
  if (!existsSync("/proc/self/stat")) return psField(pid, "command");
  return readProcFile(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ");
}

function readProcFile(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    // The process may end between the question and the answer; that is an answer too.
    if (error instanceof Error && "code" in error && ["ENOENT", "ESRCH"].includes(`${error.code}`))
      return undefined;
    throw error;
  }
}

function psField(pid: number, field: string): string | undefined {
  const answer = spawnSync("ps", ["-o", `${field}=`, "-p", String(pid)], { encoding: "utf8" });
  return answer.status === 0 ? answer.stdout.trim() : undefined;
}
