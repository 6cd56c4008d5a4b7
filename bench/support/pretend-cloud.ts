import { createHash, createHmac, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { defaultKioskPolicies, type KioskConfig } from "@pigeonhole/contract/device/config";
import { canonicalJson } from "@pigeonhole/contract/device/facts";
import type { DownFrame, UpFrame } from "@pigeonhole/contract/device/frames";
import { type Grant, grantsPerFrameMax } from "@pigeonhole/contract/device/grants";
import type { Layout, LayoutPlan } from "@pigeonhole/contract/layout";
import { tagMessage } from "@pigeonhole/domain/codes/tag-message";
import { composeId, type IdPrefix, type LockerId, type RegionCode } from "@pigeonhole/domain/ids";
import { composeTrackingNumber } from "@pigeonhole/domain/tracking-number";
import { WebSocketServer } from "ws";

/**
 * The cloud as one kiosk sees it: it enrols it, sends its configuration and a long list of grants,
 * and acknowledges facts. For measuring the kiosk alone.
 */
export type PretendCloud = {
  readonly url: string;
  readonly enrolmentCode: string;
  readonly badge: string;
  /** As many as were asked for; each has a code of its own. */
  readonly parcels: readonly { readonly trackingNumber: string; readonly code: string }[];
  close(): Promise<void>;
};

const region = "d1" as RegionCode;
const badgeSecret = "0123456789ABCDEFGHJKMNPQRS";

type Listed = { readonly trackingNumber: string; readonly code: string; readonly grant: TagGrant };
type TagGrant = (tagKey: Buffer) => Grant;

export async function startPretendCloud(plan: {
  readonly layout: LayoutPlan;
  readonly lockerName: string;
  readonly grants: number;
}): Promise<PretendCloud> {
  const lockerId = newId("lkr");
  const listed = Array.from({ length: plan.grants }, (_, index) => listParcel(lockerId, index));
  let tagKey = Buffer.alloc(0);
  const server = createServer((request, response) => {
    void readJson(request).then((body) => {
      tagKey = Buffer.from(String(body["tagKey"]), "base64url");
      const serverTime = Temporal.Now.instant().toString();
      response.writeHead(201, { "content-type": "application/json" });
      response.end(JSON.stringify({ lockerId, fingerprint: fingerprint(body), serverTime }));
    });
  });
  const links = new WebSocketServer({ server });
  links.on("connection", (link) => {
    const send = (frame: DownFrame) => link.send(JSON.stringify(frame));
    link.on("message", (text) => {
      const frame = JSON.parse(String(text)) as UpFrame;
      if (frame.type === "facts") {
        send({ type: "ack", epoch: frame.epoch, seq: frame.facts.at(-1)?.seq ?? 0 });
      }
      if (frame.type !== "hello") return;
      send({
        type: "welcome",
        accepted: true,
        ackedSeq: 0,
        serverTime: Temporal.Now.instant().toString(),
        configVersion: 1,
        grantsVersion: 1,
        factsInFlightMax: 1_000,
      });
      send(configFrame(lockerId, plan));
      for (const part of grantFrames(lockerId, listed, tagKey)) send(part);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    enrolmentCode: "0000-0000-0000",
    badge: `PHB1:${badgeSecret}`,
    parcels: listed,
    close: () => closeAll(server, links),
  };
}

function newId<Prefix extends IdPrefix>(prefix: Prefix) {
  return composeId(prefix, region, randomBytes(12)) as `${Prefix}_${string}`;
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString("utf8")) as Record<string, unknown>;
}

/** RFC 7638 thumbprint in the form both sides show. */
function fingerprint(body: Record<string, unknown>): string {
  const { x } = body["publicKey"] as { x: string };
  const canonical = `{"crv":"Ed25519","kty":"OKP","x":"${x}"}`;
  return createHash("sha256").update(canonical).digest("hex");
}

function listParcel(lockerId: string, index: number): Listed {
  const code = String(10_000_019 + index * 7);
  const trackingNumber = composeTrackingNumber(region, randomBytes(7));
  const shared = {
    grantId: newId("grt"),
    purpose: "pickup" as const,
    active: false,
    notBefore: "2000-01-01T00:00:00Z",
    notAfter: "2100-01-01T00:00:00Z",
    usesMax: null,
    courierId: null,
    language: "en" as const,
    parcels: [
      {
        parcelId: newId("par"),
        trackingNumber,
        labels: [],
        sizeMm: { widthMm: 200, heightMm: 60, depthMm: 300 },
        massGrams: 500,
        sizeClass: "S" as const,
        needsLow: false,
        stay: null,
      },
    ],
  };
  const grant: TagGrant = (tagKey) => ({
    ...shared,
    secrets: [{ way: "code", tag: tag(tagKey, "pickup", lockerId, code) }],
  });
  return { code, trackingNumber, grant };
}

function tag(key: Buffer, purpose: "pickup" | "courier", lockerId: string, secret: string): string {
  const message = tagMessage(purpose, lockerId as LockerId, secret);
  return createHmac("sha256", key).update(message).digest("hex");
}

function grantFrames(lockerId: string, listed: readonly Listed[], tagKey: Buffer): DownFrame[] {
  const courier: Grant = {
    grantId: newId("grt"),
    purpose: "courier",
    active: true,
    notBefore: "2000-01-01T00:00:00Z",
    notAfter: "2100-01-01T00:00:00Z",
    usesMax: null,
    secrets: [{ way: "badge", tag: tag(tagKey, "courier", lockerId, badgeSecret) }],
    courierId: newId("cur"),
    language: null,
    parcels: [],
  };
  const all = [courier, ...listed.map(({ grant }) => grant(tagKey))];
  const parts = Math.ceil(all.length / grantsPerFrameMax);
  return Array.from({ length: parts }, (_, part) => ({
    type: "grants" as const,
    version: 1,
    base: 0,
    more: part < parts - 1,
    upserts: all.slice(part * grantsPerFrameMax, (part + 1) * grantsPerFrameMax),
    removals: [],
  }));
}

function configFrame(
  lockerId: `lkr_${string}`,
  plan: { layout: LayoutPlan; lockerName: string },
): DownFrame {
  const layout: Layout = {
    ...plan.layout,
    modules: plan.layout.modules.map((module) => ({
      ...module,
      compartments: module.compartments.map((compartment) => ({
        ...compartment,
        compartmentId: newId("cmp"),
      })),
    })),
  };
  const config: KioskConfig = {
    lockerId,
    lockerName: plan.lockerName,
    siteName: "Bench",
    addressLines: [],
    timeZone: "Europe/Warsaw",
    openingHours: "24/7",
    supportPhone: null,
    languages: ["en"],
    layout,
    policies: defaultKioskPolicies,
  };
  const hash = createHash("sha256").update(canonicalJson(config)).digest("hex");
  return { type: "config", version: 1, hash, config };
}

async function closeAll(server: Server, links: WebSocketServer): Promise<void> {
  for (const link of links.clients) link.terminate();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
