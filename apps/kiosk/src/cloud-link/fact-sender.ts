import { type FactEnvelope, factsPerFrameMax } from "@pigeonhole/contract/device/facts";
import { deviceFrameBytesMax, type FactsFrame } from "@pigeonhole/contract/device/frames";
import type { Journal } from "../journal/journal.ts";

/** Sends the outbox in order, a window of it at a time. A new one for every connection. */
export type FactSender = {
  /** Sends what the window allows. */
  push(): void;
  /**
   * False when the ack is for facts that were never sent on this journal. Makes room in the window;
   * taking the facts out of the outbox is the caller's, because the disk may be full.
   */
  hearAck(epoch: string, seq: number): boolean;
};

/** Well below the largest frame, to leave room for the envelope. */
const batchBytesMax = deviceFrameBytesMax / 2;

export function createFactSender(
  journal: Journal,
  window: number,
  send: (frame: FactsFrame) => void,
): FactSender {
  let sentSeq = journal.facts.ackedSeq();
  let heardSeq = sentSeq;

  return {
    push() {
      for (;;) {
        const inFlight = sentSeq - heardSeq;
        const room = Math.min(factsPerFrameMax, window - inFlight);
        if (room <= 0) return;
        const facts = fitting(journal.facts.after(sentSeq, room));
        const last = facts.at(-1);
        if (last === undefined) return;
        send({ type: "facts", epoch: journal.epoch, facts });
        sentSeq = last.seq;
      }
    },
    hearAck(epoch, seq) {
      if (epoch !== journal.epoch || seq > sentSeq) return false;
      heardSeq = Math.max(heardSeq, seq);
      return true;
    },
  };
}

function fitting(facts: readonly FactEnvelope[]): FactEnvelope[] {
  let bytes = 0;
  const batch: FactEnvelope[] = [];
  for (const fact of facts) {
    bytes += JSON.stringify(fact).length;
    if (batch.length > 0 && bytes > batchBytesMax) break;
    batch.push(fact);
  }
  return batch;
}
