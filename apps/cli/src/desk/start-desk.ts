import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Announcement } from "@pigeonhole/contract/http/parcels";
import type { Client } from "@pigeonhole/sdk/client";
import { deskScript, deskStyle } from "./desk-assets.ts";
import { type DeskLocker, type DeskMessage, renderDesk } from "./desk-page.ts";

export type DeskDeps = {
  readonly client: Client;
  readonly serverUrl: string;
  readonly inboxUrl: string;
  readonly courierBadge: string;
  readonly lockers: readonly DeskLocker[];
  /** A short number for a new parcel's reference. */
  readonly nextReference: () => string;
};

const formBytesMax = 10_000;
const parcelsShown = 12;

/** Answers that a page may still be asked for by reloading; the oldest make room. */
const outcomesKept = 50;

/** What became of an announcement: what is said, and what was typed when it was refused. */
type Outcome = { readonly message: DeskMessage; readonly typed: URLSearchParams | null };
type Outcomes = Map<string, Outcome>;

/** Serves the demonstration desk on loopback. */
export function startDesk(deps: DeskDeps, port: number): Promise<Server> {
  const outcomes: Outcomes = new Map();
  const server = createServer((request, response) => {
    answer({ ...deps, outcomes }, request, response).catch((error: unknown) => {
      response.writeHead(500, { "content-type": "text/plain; charset=utf-8" });
      response.end(`The desk could not do that: ${String(error)}\nGo back and try again.\n`);
    });
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

type AnswerDeps = DeskDeps & { readonly outcomes: Outcomes };

async function answer(deps: AnswerDeps, request: IncomingMessage, response: ServerResponse) {
  const where = `${request.method} ${request.url?.split("?")[0]}`;
  switch (where) {
    case "GET /":
      return sendPage(deps, response, outcomeOf(deps.outcomes, request.url ?? "/"));
    case "POST /announcements":
      return await answerAnnouncement(deps, request, response);
    case "GET /desk.css":
      return send(response, "text/css", deskStyle);
    case "GET /desk.js":
      return send(response, "text/javascript", deskScript);
    default:
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" });
      response.end("There is nothing here. The desk is at /.\n");
  }
}

/** The browser is sent on to a page that it may reload without announcing the parcel again. */
async function answerAnnouncement(
  deps: AnswerDeps,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const form = await readForm(request);
  const message = await announce(deps, form);
  const id = randomUUID();
  deps.outcomes.set(id, { message, typed: message.good ? null : form });
  for (const old of [...deps.outcomes.keys()].slice(0, -outcomesKept)) deps.outcomes.delete(old);
  response.writeHead(303, { location: `/?outcome=${id}`, "cache-control": "no-store" }).end();
}

function outcomeOf(outcomes: Outcomes, url: string): Outcome | null {
  const id = new URL(url, "http://desk").searchParams.get("outcome");
  return (id === null ? undefined : outcomes.get(id)) ?? null;
}

async function sendPage(deps: DeskDeps, response: ServerResponse, outcome: Outcome | null) {
  const listed = await deps.client.listParcels({ query: { limit: parcelsShown } });
  const page = renderDesk({
    ...deps,
    parcels: listed.ok ? listed.body.parcels : [],
    message: listed.ok ? (outcome?.message ?? null) : { good: false, text: listed.problem.title },
    typed: outcome?.typed ?? null,
  });
  send(response, "text/html", page);
}

function send(response: ServerResponse, type: string, body: string) {
  response.writeHead(200, {
    "content-type": `${type}; charset=utf-8`,
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; frame-ancestors 'none'",
  });
  response.end(body);
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > formBytesMax) throw new Error("the form is too large");
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString("utf8"));
}

async function announce(deps: DeskDeps, form: URLSearchParams): Promise<DeskMessage> {
  const reference = deps.nextReference();
  const [widthMm = 0, heightMm = 0, depthMm = 0] = (form.get("size") ?? "").split("x").map(Number);
  const announcement = {
    reference,
    lockerId: form.get("lockerId"),
    recipient: {
      name: form.get("name"),
      email: form.get("email"),
      language: form.get("language"),
      needsLowCompartment: form.has("low"),
    },
    parcel: { sizeMm: { widthMm, heightMm, depthMm }, massGrams: 1_000 },
  };
  const answer = await deps.client.announceParcel({ body: announcement as Announcement });
  if (answer.ok) {
    return {
      good: true,
      text: `${reference} is announced. Its label is below: ${answer.body.trackingNumber}`,
    };
  }
  const { title, detail, errors } = answer.problem;
  if (errors?.some(({ pointer }) => pointer.includes("email"))) {
    return { good: false, text: "This e-mail address is not complete." };
  }
  const places = errors?.map(({ pointer, message }) => `${pointer} ${message}`).join(", ");
  return { good: false, text: [title, detail, places].filter(Boolean).join(": ") };
}
