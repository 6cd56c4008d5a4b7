// The screen's state as server-sent events: the whole state with every change, so that a screen that
// reconnects has missed nothing.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Timers } from "@pigeonhole/boards/timing/timers";
import type { KioskScreen } from "../create-kiosk.ts";

export type EventStreams = {
  /** False when too many are connected. */
  add(request: IncomingMessage, response: ServerResponse): boolean;
  close(): void;
};

const streamsMax = 16;
/** Keeps the connection alive and lets both sides notice its end. */
const beatEveryMs = 15_000;
/** A screen that does not read is cut; it connects again and gets the newest state. */
const bufferedBytesMax = 1_000_000;

export function createEventStreams(screen: KioskScreen, timers: Timers): EventStreams {
  const responses = new Set<ServerResponse>();
  let isQueued = false;
  let cancelBeat: (() => void) | undefined;

  function sendAll(text: string): void {
    for (const response of responses) {
      if (response.writableLength > bufferedBytesMax) response.destroy();
      else response.write(text);
    }
  }

  // One action changes the state several times; the screen needs the last of them.
  const stopListening = screen.onChange(() => {
    if (isQueued || responses.size === 0) return;
    isQueued = true;
    queueMicrotask(() => {
      isQueued = false;
      sendAll(stateEvent(screen));
    });
  });

  function beat(): void {
    cancelBeat = timers.after(beatEveryMs, beat);
    sendAll(": beat\n\n");
  }
  beat();

  return {
    add(request, response) {
      if (responses.size >= streamsMax) return false;
      response.writeHead(200, {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      response.write(`retry: 1000\n\n${stateEvent(screen)}`);
      responses.add(response);
      const forget = () => responses.delete(response);
      request.on("close", forget);
      response.on("error", forget);
      return true;
    },
    close() {
      stopListening();
      cancelBeat?.();
      for (const response of responses) response.end();
    },
  };
}

function stateEvent(screen: KioskScreen): string {
  const state = screen.state();
  return `event: state\nid: ${state.revision}\ndata: ${JSON.stringify(state)}\n\n`;
}
