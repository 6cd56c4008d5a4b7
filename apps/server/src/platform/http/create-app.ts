import { Buffer } from "node:buffer";
import rateLimit from "@fastify/rate-limit";
import type { ErrorCode } from "@pigeonhole/contract/error-catalogue";
import { endpoints } from "@pigeonhole/contract/http/endpoints";
import { problemFor, problemMediaType } from "@pigeonhole/contract/problem";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { fastify } from "fastify";
import type { Caller } from "../../access/key-gate.ts";
import { DatabaseUnavailableError } from "../postgres/database.ts";
import { pathPattern } from "./endpoint-path.ts";
import type { HttpDeps } from "./http-deps.ts";
import { errorFields } from "./redact.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; null without a valid key. */
    caller: Caller | null;
  }
  interface FastifyInstance {
    /** Counts, by address, requests whose key opens nothing; tells whether there are too many. */
    countFailedKey: ReturnType<FastifyInstance["createRateLimit"]>;
    /** What people see at an address that is not there; null while no pages are built. */
    missingPage: ((request: FastifyRequest, reply: FastifyReply) => FastifyReply) | null;
  }
  interface FastifyContextConfig {
    endpoint?: string;
  }
}

/** Largest request body. A batch of 1,000 announcements is about 0.5 MiB. */
export const bodyBytesMax = 4 * 1024 * 1024;
/** When the database is away, clients come back after this long. */
const unavailableRetrySeconds = 2;
const requestIdBytes = 12;
const minuteMs = 60_000;
/** Connections and requests that dribble are cut, so that they cannot be held open for nothing. */
const requestTimeoutMs = 60_000;
const keepAliveTimeoutMs = 65_000;
const pathCharactersMax = 500;

/** The HTTP edge without endpoints: bodies, headers, limits, and one place for what goes wrong. */
export async function createApp(deps: HttpDeps): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: bodyBytesMax,
    trustProxy: deps.trustProxy,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    routerOptions: { maxParamLength: pathCharactersMax },
    frameworkErrors: (error, request, reply) =>
      void sendUnroutable(deps, { error, request, reply }),
    genReqId: () => `req_${Buffer.from(deps.randomBytes(requestIdBytes)).toString("hex")}`,
  });
  app.decorateRequest("caller", null);
  app.decorate("missingPage", null);
  takeJsonOnly(app);
  await app.register(rateLimit, {
    global: false,
    timeWindow: minuteMs,
    enableDraftSpec: true,
    cache: 20_000,
    errorResponseBuilder: () => new RateLimitedError("too many requests"),
  });
  app.decorate(
    "countFailedKey",
    app.createRateLimit({ max: deps.rateLimits.publicPerMinute, timeWindow: minuteMs }),
  );
  addSecurityHeaders(app, deps);
  recordRequests(app, deps);
  app.setErrorHandler((error, request, reply) => sendFailure(deps, { error, request, reply }));
  app.setNotFoundHandler((request, reply) => sendMissing(deps, request, reply));
  return app;
}

class RateLimitedError extends Error {
  override readonly name = "RateLimitedError";
  readonly code = "request.rate_limited";
  readonly statusCode = 429;
}

/** JSON in UTF-8 is the only content type; an empty body is no body. */
function takeJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser("error", "error");
  const decoder = new TextDecoder("utf-8", { fatal: true });
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    try {
      void parse(request, decoder.decode(body as Buffer), done);
    } catch (error) {
      done(new NotJsonError("the body is not UTF-8", { cause: error }));
    }
  });
}

class NotJsonError extends Error {
  override readonly name = "NotJsonError";
  readonly code = "request.not_json";
  readonly statusCode = 400;
}

function addSecurityHeaders(app: FastifyInstance, deps: Pick<HttpDeps, "publicUrl">): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(securityHeaders(deps, request.id));
  });
}

function securityHeaders(deps: Pick<HttpDeps, "publicUrl">, requestId: string) {
  const strictTransport = deps.publicUrl.startsWith("https:");
  return {
    "x-request-id": requestId,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    ...(strictTransport ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}

/** Requests are logged and counted by their route, so that no token of an address is written. */
function recordRequests(app: FastifyInstance, deps: HttpDeps): void {
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "(none)";
    const seconds = reply.elapsedTime / 1_000;
    deps.metrics.requests.inc({ method: request.method, route, status: reply.statusCode });
    deps.metrics.requestSeconds.observe({ route }, seconds);
    const fields = {
      requestId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(request.caller === null ? {} : { keyId: request.caller.keyId }),
    };
    deps.log.debug(fields, "request answered");
  });
}

/** What fastify and its plug-ins throw before a handler runs. */
const codesOfErrors: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "request.too_large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "request.unsupported_media_type",
  FST_ERR_CTP_INVALID_JSON_BODY: "request.not_json",
  FST_ERR_CTP_EMPTY_JSON_BODY: "request.not_json",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "request.not_json",
  "request.not_json": "request.not_json",
  "request.rate_limited": "request.rate_limited",
};

type Failed = {
  readonly error: unknown;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};

function sendFailure(deps: HttpDeps, failed: Failed): FastifyReply {
  const { error, request, reply } = failed;
  const code = codeOf(error);
  if (code === "network.unavailable") reply.header("retry-after", unavailableRetrySeconds);
  if (code === "network.unavailable" || code === "server.defect") {
    const fields = { requestId: request.id, route: request.routeOptions.url ?? "(none)" };
    deps.log.error({ ...fields, ...errorFields(error) }, "request failed");
  }
  return send(deps, reply, code);
}

/** An address that cannot be decoded or is too long names nothing; no hook has run for it. */
function sendUnroutable(deps: HttpDeps, failed: Failed): FastifyReply {
  const { error, request, reply } = failed;
  reply.headers(securityHeaders(deps, request.id));
  const { statusCode = 500 } = error as Partial<FastifyError>;
  return send(deps, reply, statusCode < 500 ? "request.not_found" : "server.defect");
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof DatabaseUnavailableError) return "network.unavailable";
  const { code, statusCode, name } = error as Partial<FastifyError>;
  if (code !== undefined && codesOfErrors[code] !== undefined) return codesOfErrors[code];
  // JSON.parse and the guard against prototype keys throw a plain SyntaxError.
  if (name === "SyntaxError" && statusCode === 400) return "request.not_json";
  return statusCode !== undefined && statusCode < 500 ? "request.invalid" : "server.defect";
}

const knownPaths = Object.values(endpoints).map(({ path, method }) => ({
  pattern: pathPattern(path),
  method,
}));

function sendMissing(deps: HttpDeps, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split("?")[0] ?? "";
  const methods = knownPaths.filter((known) => known.pattern.test(path)).map((one) => one.method);
  const { missingPage } = reply.server;
  if (methods.length === 0 && missingPage !== null && isForPeople(request)) {
    return missingPage(request, reply);
  }
  if (methods.length === 0) return send(deps, reply, "request.not_found");
  reply.header("allow", [...new Set(methods)].join(", "));
  return send(deps, reply, "request.method_not_allowed");
}

/** Browsers name HTML first; programs ask for JSON or anything. */
function isForPeople(request: FastifyRequest): boolean {
  const isPath = !request.url.startsWith("/v1/");
  return isPath && request.method === "GET" && /^text\/html/.test(request.headers.accept ?? "");
}

function send(deps: HttpDeps, reply: FastifyReply, code: ErrorCode): FastifyReply {
  const problem = problemFor(deps.publicUrl, code, { instance: reply.request.id });
  return reply
    .status(problem.status)
    .header("content-type", problemMediaType)
    .send(Buffer.from(JSON.stringify(problem)));
}
