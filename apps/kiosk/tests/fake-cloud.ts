// The cloud's end of the device link as a real WebSocket server, saying whatever a test wants.

import type { FactEnvelope } from "@pigeonhole/contract/device/facts";
import { type UpFrame, upFrame } from "@pigeonhole/contract/device/frames";
import { onTestFinished } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";

export type FakeCloud = Awaited<ReturnType<typeof aFakeCloud>>;

export async function aFakeCloud(options: { readonly acksFacts?: boolean } = {}) {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const waiting: { readonly matches: () => boolean; readonly done: () => void }[] = [];
  const cloud = {
    url: `http://127.0.0.1:${port}`,
    frames: [] as UpFrame[],
    facts: [] as FactEnvelope[],
    tokens: [] as string[],
    acksFacts: options.acksFacts ?? true,
    serverTime: () => Temporal.Now.instant(),
    welcome: {
      accepted: true,
      ackedSeq: 0,
      configVersion: 0,
      grantsVersion: 0,
      factsInFlightMax: 1_000,
    },
    socket: undefined as WebSocket | undefined,
    send: (frame: object | string) =>
      cloud.socket?.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
    of: <Type extends UpFrame["type"]>(type: Type) =>
      cloud.frames.filter(
        (frame): frame is Extract<UpFrame, { type: Type }> => frame.type === type,
      ),
    /** Waits for a state, never for a time. */
    until: (matches: () => boolean) =>
      new Promise<void>((done) => {
        if (matches()) done();
        else waiting.push({ matches, done });
      }),
    drop: () => cloud.socket?.terminate(),
    async close() {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const look = () => {
    for (const wait of [...waiting]) {
      if (!wait.matches()) continue;
      waiting.splice(waiting.indexOf(wait), 1);
      wait.done();
    }
  };
  server.on("connection", (socket, request) => {
    cloud.socket = socket;
    cloud.tokens.push(request.headers.authorization ?? "");
    socket.on("message", (text) => {
      const frame = upFrame.parse(JSON.parse(String(text)));
      cloud.frames.push(frame);
      if (frame.type === "hello") {
        const serverTime = cloud.serverTime().toString();
        cloud.send({ type: "welcome", serverTime, ...cloud.welcome });
      }
      if (frame.type === "facts") {
        cloud.facts.push(...frame.facts);
        const seq = frame.facts.at(-1)?.seq ?? 0;
        if (cloud.acksFacts) cloud.send({ type: "ack", epoch: frame.epoch, seq });
      }
      look();
    });
  });
  onTestFinished(async () => {
    if (server.clients.size > 0 || cloud.socket !== undefined) await cloud.close();
  });
  return cloud;
}
