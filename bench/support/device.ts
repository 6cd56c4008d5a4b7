import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { type FactContent, factHashText, firstFactHash } from "@pigeonhole/contract/device/facts";
import {
  type DownFrame,
  devicePath,
  deviceSubprotocol,
  type UpFrame,
  type WelcomeFrame,
} from "@pigeonhole/contract/device/frames";
import { WebSocket } from "ws";

/**
 * A kiosk reduced to its device link, so that one process can be thousands: its journal is memory,
 * its frames are the contract's own.
 */
export type Device = {
  readonly lockerId: string;
  readonly publicKeyJwk: string;
  readonly epoch: string;
  /** Last sequence number given to a fact, and the last one the cloud acknowledged. */
  seq: number;
  ackedSeq: number;
  hash: string;
  link: WebSocket | undefined;
  readonly key: KeyObject;
};

export function makeDevice(lockerId: string): Device {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const { kty, crv, x } = publicKey.export({ format: "jwk" });
  return {
    lockerId,
    publicKeyJwk: JSON.stringify({ kty, crv, x }),
    epoch: randomBytes(16).toString("hex"),
    seq: 0,
    ackedSeq: 0,
    hash: firstFactHash,
    link: undefined,
    key: privateKey,
  };
}

/** Connects and says hello; settles with the welcome. Other frames go to `heard`. */
export function connectDevice(
  device: Device,
  serverUrl: string,
  heard: (frame: DownFrame) => void,
): Promise<WelcomeFrame> {
  const url = `${serverUrl.replace("http", "ws")}${devicePath}`;
  const link = new WebSocket(url, deviceSubprotocol, {
    headers: { authorization: `Bearer ${token(device)}` },
    perMessageDeflate: false,
  });
  device.link = link;
  return new Promise((resolve, reject) => {
    link.on("error", reject);
    link.on("close", (code) => reject(new Error(`closed with ${code}`)));
    link.on("open", () => {
      const hello: UpFrame = {
        type: "hello",
        epoch: device.epoch,
        lastSeq: device.seq,
        grantsVersion: 0,
        configVersion: 0,
        firmware: "bench",
        bootReason: "first_start",
      };
      link.send(JSON.stringify(hello));
    });
    link.on("message", (text) => {
      const frame = JSON.parse(String(text)) as DownFrame;
      if (frame.type === "welcome") {
        device.ackedSeq = Math.max(device.ackedSeq, frame.ackedSeq);
        resolve(frame);
      } else if (frame.type === "ack") {
        device.ackedSeq = Math.max(device.ackedSeq, frame.seq);
      }
      heard(frame);
    });
  });
}

function token(device: Device): string {
  const nowSeconds = Math.floor(Temporal.Now.instant().epochMilliseconds / 1_000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = {
    sub: device.lockerId,
    iat: nowSeconds,
    exp: nowSeconds + 120,
    jti: randomBytes(16).toString("hex"),
  };
  const text = `${part({ alg: "EdDSA", typ: "JWT" })}.${part(claims)}`;
  return `${text}.${sign(null, Buffer.from(text), device.key).toString("base64url")}`;
}

/** The text of a frame of facts, each chained to the one before. */
export function factsFrame(device: Device, contents: readonly FactContent[]): string {
  const at = Temporal.Now.instant().toString();
  const facts = contents.map(({ type, data }) => {
    device.seq += 1;
    const fact = { seq: device.seq, at, type, data };
    device.hash = createHash("sha256").update(factHashText(device.hash, fact)).digest("hex");
    return { ...fact, hash: device.hash };
  });
  const frame: UpFrame = { type: "facts", epoch: device.epoch, facts };
  return JSON.stringify(frame);
}
