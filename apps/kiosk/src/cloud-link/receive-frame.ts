// What the cloud says, acted on. Nothing that arrives here may stop the kiosk: what is not understood
// or comes a second time is dropped and counted.
import { createHash } from "node:crypto";
import { canonicalJson } from "@pigeonhole/contract/device/facts";
import {
  type CommandFrame,
  type ConfigFrame,
  type DownFrame,
  deviceFrameBytesMax,
  downFrame,
  type GrantsFrame,
  type UpFrame,
  type WelcomeFrame,
} from "@pigeonhole/contract/device/frames";
import { JournalWriteError } from "../journal/journal-failure.ts";
import { createFactSender, type FactSender } from "./fact-sender.ts";
import type { CloudLinkDeps } from "./link-deps.ts";
import { createServerTime } from "./server-time.ts";

export type FrameReceiver = {
  receive(text: string): void;
  /** True after `welcome`. */
  isWelcome(): boolean;
  pushFacts(): void;
};

export type ReceiverDeps = CloudLinkDeps & {
  readonly send: (frame: UpFrame) => void;
  readonly helloSentAtMs: number;
  readonly welcomed: () => void;
};

type Link = ReceiverDeps & {
  readonly serverTime: ReturnType<typeof createServerTime>;
  sender: FactSender | undefined;
  isAccepted: boolean;
  /** True after the whole list was asked for, until it came. */
  isListWanted: boolean;
};

export function createFrameReceiver(deps: ReceiverDeps): FrameReceiver {
  const link: Link = {
    ...deps,
    serverTime: createServerTime(deps.timers.nowMs),
    sender: undefined,
    isAccepted: false,
    isListWanted: false,
  };
  return {
    receive(text) {
      const frame = readFrame(text);
      if (frame === undefined) return deps.dropped.drop("malformed");
      if (link.sender === undefined) {
        if (frame.type === "welcome") welcome(link, frame);
        else deps.dropped.drop("before_welcome");
        return;
      }
      actOn(link, frame);
    },
    isWelcome: () => link.sender !== undefined,
    pushFacts: () => link.sender?.push(),
  };
}

function readFrame(text: string): DownFrame | undefined {
  if (text.length > deviceFrameBytesMax) return undefined;
  try {
    const read = downFrame.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function welcome(link: Link, frame: WelcomeFrame): void {
  const { journal } = link;
  if (frame.ackedSeq > journal.facts.lastSeq()) {
    // The cloud has facts of this journal that the journal has not: the disk was put back to an
    // older state. Going on would give two facts one number.
    link.log.error(
      { ackedSeq: frame.ackedSeq },
      "the journal is older than what the cloud has of it",
    );
    link.dropped.drop("journal_behind_cloud");
    return;
  }
  const serverAt = Temporal.Instant.from(frame.serverTime);
  link.serverTime.anchor(serverAt, link.helloSentAtMs);
  keepIfPossible(link, () => link.hearServerTime(serverAt));
  keepIfPossible(link, () => journal.facts.acknowledge(frame.ackedSeq));
  link.isAccepted = frame.accepted;
  // A cloud that was put back to an older state has an older list, and sends it whole.
  link.isListWanted = frame.grantsVersion < journal.grants.version();
  keepIfPossible(link, () => link.setAccepted(frame.accepted));
  link.sender = createFactSender(journal, frame.factsInFlightMax, link.send);
  link.welcomed();
  link.send(link.status());
  link.sender.push();
}

/**
 * What the cloud says again anyway need not be on the disk: a kiosk whose disk is full stays connected,
 * because its status is how the operator learns of it.
 */
function keepIfPossible(link: Link, keep: () => void): void {
  try {
    keep();
  } catch (error) {
    if (!(error instanceof JournalWriteError)) throw error;
    link.log.warn({ error }, "the journal took no note of what the cloud said");
  }
}

function actOn(link: Link, frame: DownFrame): void {
  switch (frame.type) {
    case "welcome":
      link.dropped.drop("second_welcome");
      return;
    case "ack":
      if (link.sender?.hearAck(frame.epoch, frame.seq) !== true) {
        link.dropped.drop("ack_of_unsent");
        return;
      }
      keepIfPossible(link, () => link.journal.facts.acknowledge(frame.seq));
      link.sender.push();
      return;
    case "time": {
      const at = Temporal.Instant.from(frame.serverTime);
      link.serverTime.hear(at);
      keepIfPossible(link, () => link.hearServerTime(at));
      return;
    }
    case "grants":
      applyGrants(link, frame);
      return;
    case "config":
      applyConfig(link, frame);
      return;
    case "command":
      command(link, frame);
      return;
  }
}

function applyGrants(link: Link, frame: GrantsFrame): void {
  if (!link.isAccepted) {
    link.dropped.drop("quarantined");
    return;
  }
  const { grants } = link.journal;
  // A whole list that is older than ours comes only after we asked, when the cloud was put back.
  const isOlder = frame.version < grants.version();
  if (frame.base === 0 && isOlder && !link.isListWanted) {
    link.dropped.drop("stale_grants");
    return;
  }
  const outcome = grants.apply(frame, link.now());
  switch (outcome) {
    case "applied":
      link.isListWanted = false;
      link.log.info({ version: frame.version }, "grants applied");
      link.changed();
      return;
    case "staged":
      return;
    case "already_applied":
      link.dropped.drop("stale_grants");
      return;
    case "wrong_base":
      link.dropped.drop("grants_on_wrong_base");
      link.isListWanted = true;
      link.send({ type: "grants_wanted", haveVersion: grants.version() });
      return;
  }
}

function applyConfig(link: Link, frame: ConfigFrame): void {
  if (!link.isAccepted) {
    link.dropped.drop("quarantined");
    return;
  }
  const hash = createHash("sha256").update(canonicalJson(frame.config)).digest("hex");
  if (hash !== frame.hash) {
    link.dropped.drop("config_hash_wrong");
    return;
  }
  if (frame.config.lockerId !== link.lockerId) {
    link.dropped.drop("config_of_other_locker");
    return;
  }
  if (frame.version === link.configVersion()) {
    link.dropped.drop("stale_config");
    return;
  }
  link.applyConfig(frame.version, frame.config);
}

/** At most once, never after it expired, and the same answer when it comes again. */
function command(link: Link, frame: CommandFrame): void {
  const { commandId } = frame;
  if (!link.isAccepted) {
    link.dropped.drop("quarantined");
    return;
  }
  const known = link.journal.commands.answerOf(commandId);
  if (known !== undefined) {
    link.dropped.drop("replayed_command");
    link.send({ type: "reply", commandId, ...known });
    return;
  }
  const latest = link.serverTime.latest();
  const isFresh =
    latest !== undefined &&
    Temporal.Instant.compare(latest, Temporal.Instant.from(frame.expiresAt)) <= 0;
  if (isFresh) {
    link.send({ type: "reply", commandId, ...link.carryOut(frame) });
    return;
  }
  const late = { outcome: "refused", reason: "expired" } as const;
  link.journal.transact(() => {
    link.journal.facts.record(
      { type: "remote.refused", data: { commandId, reason: "expired" } },
      link.now(),
    );
    link.journal.commands.answer(commandId, late, link.now());
  });
  link.send({ type: "reply", commandId, ...late });
}
