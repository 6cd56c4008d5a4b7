import { type JournalDatabase, textOf, textOrNullOf } from "./journal-database.ts";

export type CommandOutcome = {
  readonly outcome: "done" | "refused";
  readonly reason: string | null;
};

/** Commands that were answered, so that one that comes twice is answered the same and not done again. */
export type Commands = {
  answerOf(commandId: string): CommandOutcome | undefined;
  answer(commandId: string, answer: CommandOutcome, at: Temporal.Instant): void;
  /** Remote openings are kept for their limit; see `cloud-link/remote-opening-limit.ts`. */
  countRemoteOpening(commandId: string, at: Temporal.Instant): void;
  forgetRemoteOpening(commandId: string): void;
  remoteOpeningIds(): readonly string[];
};

/** Beyond this the oldest are forgotten; a command lives for minutes, so this is far more than enough. */
const answersKept = 5_000;

export function createCommands(database: JournalDatabase): Commands {
  return {
    answerOf(commandId) {
      const row = database.row(
        "SELECT outcome, reason FROM commands WHERE command_id = ?",
        commandId,
      );
      if (row === undefined) return undefined;
      return {
        outcome: textOf(row, "outcome") as CommandOutcome["outcome"],
        reason: textOrNullOf(row, "reason"),
      };
    },
    answer(commandId, answer, at) {
      database.run(
        "INSERT OR REPLACE INTO commands (command_id, outcome, reason, at) VALUES (?, ?, ?, ?)",
        commandId,
        answer.outcome,
        answer.reason,
        at.toString(),
      );
      database.run(
        `DELETE FROM commands WHERE command_id IN
         (SELECT command_id FROM commands ORDER BY at DESC LIMIT -1 OFFSET ?)`,
        answersKept,
      );
    },
    countRemoteOpening(commandId, at) {
      database.run(
        "INSERT OR REPLACE INTO remote_openings (command_id, at) VALUES (?, ?)",
        commandId,
        at.toString(),
      );
    },
    forgetRemoteOpening(commandId) {
      database.run("DELETE FROM remote_openings WHERE command_id = ?", commandId);
    },
    remoteOpeningIds: () =>
      database
        .rows("SELECT command_id FROM remote_openings ORDER BY at")
        .map((row) => textOf(row, "command_id")),
  };
}
