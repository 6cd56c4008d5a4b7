// What can be wrong with lock hardware, by the names people choose from.

/** Faults of a simulated board; several can be set at once. */
export const BOARD_FAULTS = [
  "silent",
  "slow",
  "late",
  "echo",
  "garbage",
  "garbage-prefix",
  "lost-ack",
  "stuck-solenoid",
  "needs-pull",
  "inverted-feedback",
  "wrong-byte-order",
] as const;

export type BoardFault = (typeof BOARD_FAULTS)[number];

/** One plain sentence each, for pictures and command lines. */
export const BOARD_FAULT_MEANING: Readonly<Record<BoardFault, string>> = {
  silent: "hears nothing and says nothing, as without power",
  slow: "answers slowly, but in time",
  late: "answers after everybody has stopped waiting",
  echo: "the adapter repeats every request",
  garbage: "answers arrive with wrong bytes",
  "garbage-prefix": "noise comes before every answer",
  "lost-ack": "fires, but the acknowledgement is lost",
  "stuck-solenoid": "the pulse comes, the door does not move",
  "needs-pull": "the pulse only unlatches, somebody has to pull the door",
  "inverted-feedback": "says open for closed and closed for open",
  "wrong-byte-order": "sends the status bytes the other way round",
};

/** Delay of a `slow` answer: far above any board seen, below the time-outs of the profiles. */
export const SLOW_ANSWER_MS = 120;
/** Delay of a `late` answer: above every reply time-out of the default profiles. */
export const LATE_ANSWER_MS = 1200;
/** How long a board that restarts is away. */
export const REBOOT_MS = 1500;
