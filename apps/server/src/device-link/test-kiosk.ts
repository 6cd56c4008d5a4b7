import { hash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { type FactEnvelope, factHashText, firstFactHash } from "@pigeonhole/contract/device/facts";
import {
  type DownFrame,
  devicePath,
  deviceSubprotocol,
  downFrame,
  type UpFrame,
} from "@pigeonhole/contract/device/frames";
import { SignJWT } from "jose";
import { WebSocket } from "ws";
import type { TestLocker } from "./test-network.ts";

/** A kiosk reduced to its end of the link: a journal in memory and frames kept as they come. */
export type TestKiosk = {
  readonly locker: TestLocker;
  readonly epoch: string;
  readonly socket: WebSocket;
  send(frame: UpFrame | Record<string, unknown>): void;
  sendRaw(text: string | Buffer): void;
  /** The next frame of this type that nobody has taken yet. */
  next<Type extends DownFrame["type"]>(type: Type): Promise<Extract<DownFrame, { type: Type }>>;
  /** Waits for an ack of this sequence number or a later one. */
  acked(seq: number): Promise<void>;
  /** Close code, once the connection ended. */
  readonly closed: Promise<number>;
};

export type TestJournal = {
  readonly epoch: string;
  readonly facts: FactEnvelope[];
  /** Adds a fact to the chain and answers it. */
  add(type: string, data: Record<string, unknown>, at?: Temporal.Instant): FactEnvelope;
};

export function createTestJournal(now: () => Temporal.Instant): TestJournal {
  const facts: FactEnvelope[] = [];
  return {
    epoch: randomBytes(16).toString("hex"),
    facts,
    add(type, data, at = now()) {
      const bare = { seq: facts.length + 1, at: at.toString(), type, data };
      const previous = facts.at(-1)?.hash ?? firstFactHash;
      const fact = { ...bare, hash: hash("sha256", factHashText(previous, bare)) };
      facts.push(fact);
      return fact;
    },
  };
}

export async function kioskToken(
  locker: Pick<TestLocker, "lockerId" | "privateKey">,
  now: Temporal.Instant,
  overrides: { readonly sub?: string; readonly lifeSeconds?: number; readonly jti?: string } = {},
): Promise<string> {
  const seconds = Math.floor(now.epochMilliseconds / 1_000);
  return new SignJWT({ jti: overrides.jti ?? randomBytes(16).toString("hex") })
    .setProtectedHeader({ alg: "EdDSA" })
    .setSubject(overrides.sub ?? locker.lockerId)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + (overrides.lifeSeconds ?? 120))
    .sign(locker.privateKey);
}

/** Opens the socket; nothing is said yet. Fails when the upgrade is refused. */
export async function connectKiosk(
  locker: TestLocker,
  options: { readonly port: number; readonly token: string; readonly epoch?: string },
): Promise<TestKiosk> {
  const socket = new WebSocket(`ws://127.0.0.1:${options.port}${devicePath}`, deviceSubprotocol, {
    headers: { authorization: `Bearer ${options.token}` },
  });
  const frames: DownFrame[] = [];
  let ackedSeq = 0;
  let wake: (() => void)[] = [];
  const wakeAll = () => {
    const waiting = wake;
    wake = [];
    for (const resolve of waiting) resolve();
  };
  socket.on("message", (message) => {
    const frame = downFrame.parse(JSON.parse(message.toString()));
    if (frame.type === "ack") ackedSeq = Math.max(ackedSeq, frame.seq);
    frames.push(frame);
    wakeAll();
  });
  const changed = () => new Promise<void>((resolve) => wake.push(resolve));
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  await once(socket, "open");
  const kiosk: TestKiosk = {
    locker,
    epoch: options.epoch ?? randomBytes(16).toString("hex"),
    socket,
    closed,
    send: (frame) => socket.send(JSON.stringify(frame)),
    sendRaw: (text) => socket.send(text),
    async next(type) {
      for (;;) {
        const index = frames.findIndex((frame) => frame.type === type);
        const [found] = index === -1 ? [] : frames.splice(index, 1);
        if (found !== undefined) return found as Extract<DownFrame, { type: typeof type }>;
        await changed();
      }
    },
    async acked(seq) {
      while (ackedSeq < seq) await changed();
    },
  };
  return kiosk;
}

export function hello(kiosk: Pick<TestKiosk, "epoch">, has: Partial<UpFrame> = {}): UpFrame {
  return {
    type: "hello",
    epoch: kiosk.epoch,
    lastSeq: 0,
    grantsVersion: 0,
    configVersion: 0,
    firmware: "test 1",
    bootReason: "clean_stop",
    ...has,
  } as UpFrame;
}
