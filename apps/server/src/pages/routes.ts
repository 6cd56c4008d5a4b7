import { readdirSync } from "node:fs";
import path from "node:path";
import fastifyStatic from "@fastify/static";
import type { TrackingView } from "@pigeonhole/contract/http/parcels";
import type { RecipientView } from "@pigeonhole/contract/http/recipients";
import {
  type DemoLink,
  offlineWorkerHeaders,
  offlineWorkerPath,
  type PageInput,
  type PageLanguage,
  pageDocument,
  pageHeaders,
} from "@pigeonhole/contract/pages";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { HttpDeps } from "../platform/http/http-deps.ts";
import { DatabaseUnavailableError } from "../platform/postgres/database.ts";
import { chooseLanguage } from "./choose-language.ts";
import type { Pages } from "./load-pages.ts";

/** What pages show; each answers `null` for what does not exist. */
export type PageSources = {
  readonly tracking: (trackingNumber: string) => Promise<TrackingView | null>;
  readonly recipient: (token: string) => Promise<RecipientView | null>;
};

export type PageDeps = HttpDeps & {
  readonly pages: Pages;
  readonly sources: PageSources;
  readonly demoLinks: readonly DemoLink[];
};

const nonceBytes = 16;
/** Hashed names never change their content. */
const assetMaxAge = "1y";

type Frame = "language" | "publicUrl" | "nonce" | "now";
type PageBody = PageInput extends infer Page
  ? Page extends PageInput
    ? Omit<Page, Frame>
    : never
  : never;
type Found = { readonly body: PageBody; readonly language: PageLanguage | undefined };

/** Pages for shoppers and recipients. A GET changes nothing: mail scanners follow every link. */
export async function registerPages(app: FastifyInstance, deps: PageDeps): Promise<void> {
  await serveAssets(app, deps.pages.assetsFolder);
  app.missingPage = (request, reply) =>
    sendPage(deps, request, reply, { body: { kind: "not-found" }, language: undefined });
  page(app, deps, "/", async () => ({
    body: { kind: "home", ...(deps.demoLinks.length > 0 ? { demo: deps.demoLinks } : {}) },
    language: undefined,
  }));
  app.get("/track", (request, reply) => reply.redirect(trackingPath(request.query), 303));
  page(app, deps, "/track/:trackingNumber", async (request) => {
    const { trackingNumber } = request.params as { trackingNumber: string };
    const view = await deps.sources.tracking(trackingNumber);
    if (view === null) return missing({ what: "tracking", trackingNumber });
    return { body: { kind: "tracking", view }, language: undefined };
  });
  page(app, deps, "/t/:token", async (request) => {
    const view = await deps.sources.recipient((request.params as { token: string }).token);
    if (view === null) return missing({ what: "link" });
    return { body: { kind: "recipient", view }, language: view.language };
  });
}

/** The first page's form sends the number as a query where no script runs. */
function trackingPath(query: unknown): string {
  const asked = (query as { trackingNumber?: unknown }).trackingNumber;
  const trackingNumber = typeof asked === "string" ? asked.trim() : "";
  return trackingNumber === "" ? "/" : `/track/${encodeURIComponent(trackingNumber)}`;
}

function missing(what: { what: "tracking" | "link"; trackingNumber?: string }): Found {
  return { body: { kind: "not-found", ...what }, language: undefined };
}

function page(
  app: FastifyInstance,
  deps: PageDeps,
  url: string,
  find: (request: FastifyRequest) => Promise<Found>,
): void {
  const config = { rateLimit: { max: deps.rateLimits.linkPerMinute, groupId: "page" } };
  app.get(url, { config }, async (request, reply) => {
    return sendPage(deps, request, reply, await findOrSayWhy(deps, () => find(request)));
  });
}

/** With the database away a person still gets a page that says what is safe. */
async function findOrSayWhy(deps: PageDeps, find: () => Promise<Found>): Promise<Found> {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof DatabaseUnavailableError)) throw error;
    deps.log.warn({ code: error.code }, "a page was asked for while the database is away");
    return { body: { kind: "unavailable" }, language: undefined };
  }
}

function sendPage(
  deps: PageDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  found: Found,
): FastifyReply {
  const input = {
    ...found.body,
    language: chooseLanguage({
      query: request.query,
      view: found.language,
      acceptLanguage: request.headers["accept-language"],
    }),
    publicUrl: deps.publicUrl,
    nonce: Buffer.from(deps.randomBytes(nonceBytes)).toString("base64url"),
    now: deps.now().toString(),
  } as PageInput;
  const rendered = deps.pages.render(input);
  return reply
    .status(rendered.status)
    .headers(pageHeaders(input))
    .send(pageDocument(input, rendered));
}

/** Everything of the client's folder except its `index.html`, if it has one. */
async function serveAssets(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: path.join(folder, "assets"),
    prefix: "/assets/",
    maxAge: assetMaxAge,
    immutable: true,
    index: false,
  });
  const loose = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.endsWith(".html") && !entry.name.startsWith("."),
  );
  for (const { name } of loose) {
    const headers =
      `/${name}` === offlineWorkerPath ? offlineWorkerHeaders : { "cache-control": "no-cache" };
    app.get(`/${name}`, (_request, reply) =>
      reply.headers(headers).sendFile(name, folder, { cacheControl: false }),
    );
  }
}
