import { readFile } from "node:fs/promises";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { MailStore, MailSummary } from "./mail-store.ts";
import { readAttachment, readHtml, readMail } from "./read-mail.ts";

/** The page runs its own script only, and frames only the mails served here. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * A mail is written by somebody else: it gets an origin of its own without scripts, forms or
 * network, also when its address is opened outside the frame. Links open in a new tab.
 */
const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'";

const PAGE_FILES: Readonly<Record<string, { file: string; contentType: string }>> = {
  "/": { file: "index.html", contentType: "text/html; charset=utf-8" },
  "/inbox.css": { file: "inbox.css", contentType: "text/css; charset=utf-8" },
  "/inbox.js": { file: "inbox.js", contentType: "text/javascript; charset=utf-8" },
};

interface InboxRoutesDeps {
  readonly store: MailStore;
  readonly streams: Set<ServerResponse>;
  readonly log: (line: string) => void;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
}

/** Answers the page, the JSON API and the stream of new mails. */
export function createInboxRoutes(deps: InboxRoutesDeps): RequestListener {
  return (request, response) => {
    answer(deps, request, response).catch((error: unknown) => {
      deps.log(`The inbox page failed: ${error instanceof Error ? error.message : error}`);
      if (!response.headersSent) sendProblem(response, 500, "The inbox could not answer.");
      response.end();
    });
  };
}

async function answer(
  deps: InboxRoutesDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "no-referrer");
  response.setHeader("content-security-policy", PAGE_POLICY);
  if (!isLoopbackName(request.headers.host)) {
    return sendProblem(response, 421, "This inbox answers to 127.0.0.1 and localhost only.");
  }
  const exchange = { request, response, url: new URL(request.url ?? "/", "http://inbox") };
  if (request.method === "GET") return await answerGet(deps, exchange);
  if (request.method === "DELETE") return await answerDelete(deps, exchange);
  response.setHeader("allow", "GET, DELETE");
  sendProblem(response, 405, "The inbox takes GET and DELETE.");
}

/** A foreign page whose name was pointed at 127.0.0.1 must not read codes out of mails. */
function isLoopbackName(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? "");
}

async function answerGet(deps: InboxRoutesDeps, exchange: Exchange): Promise<void> {
  const { response, url } = exchange;
  const page = PAGE_FILES[url.pathname];
  if (page !== undefined) return await sendPage(response, page);
  if (url.pathname === "/api/stream") return openStream(deps, exchange);
  if (url.pathname === "/api/messages") {
    return sendJson(response, {
      messages: deps.store.list(url.searchParams.get("to") ?? undefined),
    });
  }
  const [, id, part] = /^\/api\/messages\/([^/]+)(?:\/(.+))?$/.exec(url.pathname) ?? [];
  const mail = id === undefined ? undefined : deps.store.find(id);
  if (mail === undefined) return sendProblem(response, 404, "There is no such mail.");
  await sendMailPart(deps.store, response, { mail, part });
}

async function sendMailPart(
  store: MailStore,
  response: ServerResponse,
  { mail, part }: { mail: MailSummary; part: string | undefined },
): Promise<void> {
  if (part === undefined) return sendJson(response, await readMail(store, mail));
  if (part === "html") return sendHtml(response, await readHtml(store, mail));
  if (part === "source") {
    response.setHeader("content-type", "text/plain; charset=utf-8");
    response.end(await store.readSource(mail.id));
    return;
  }
  const [, index] = /^attachments\/(\d{1,4})$/.exec(part) ?? [];
  const found = index === undefined ? undefined : await readAttachment(store, mail, Number(index));
  if (found === undefined) return sendProblem(response, 404, "The mail has no such part.");
  // Always as a download of unknown kind: an attached page must not run on this origin.
  response.setHeader("content-type", "application/octet-stream");
  const filename = encodeURIComponent(found.filename).replaceAll("'", "%27");
  response.setHeader("content-disposition", `attachment; filename*=UTF-8''${filename}`);
  response.end(found.content);
}

async function answerDelete(deps: InboxRoutesDeps, exchange: Exchange): Promise<void> {
  const { request, response, url } = exchange;
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${request.headers.host}`) {
    return sendProblem(response, 403, "Another page may not empty this inbox.");
  }
  const [, id] = /^\/api\/messages(?:\/([^/]+))?$/.exec(url.pathname) ?? [undefined, ""];
  if (id === "") return sendProblem(response, 404, "There is nothing to delete here.");
  if (id === undefined) await deps.store.removeAll();
  else if (deps.store.find(id) === undefined)
    return sendProblem(response, 404, "There is no such mail.");
  else await deps.store.remove(id);
  response.writeHead(204).end();
}

function openStream({ streams }: InboxRoutesDeps, { request, response }: Exchange): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": open\n\n");
  streams.add(response);
  request.once("close", () => streams.delete(response));
}

async function sendPage(
  response: ServerResponse,
  { file, contentType }: { file: string; contentType: string },
): Promise<void> {
  const body = await readFile(new URL(`./page/${file}`, import.meta.url));
  response.setHeader("content-type", contentType);
  response.setHeader("cache-control", "no-cache");
  response.end(body);
}

function sendHtml(response: ServerResponse, html: string): void {
  response.setHeader("content-security-policy", MAIL_POLICY);
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(`<!doctype html><base target="_blank">${html}`);
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.setHeader("content-type", "application/json; charset=utf-8");
  response.setHeader("cache-control", "no-store");
  response.end(JSON.stringify(body));
}

function sendProblem(response: ServerResponse, status: number, title: string): void {
  response.writeHead(status, { "content-type": "application/problem+json" });
  response.end(JSON.stringify({ status, title }));
}
