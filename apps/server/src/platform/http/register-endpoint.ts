import type { Endpoint } from "@pigeonhole/contract/http/endpoint";
import { problemMediaType } from "@pigeonhole/contract/problem";
import type { Result } from "@pigeonhole/domain/result";
import { ok } from "@pigeonhole/domain/result";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Caller } from "../../access/key-gate.ts";
import { fastifyPath } from "./endpoint-path.ts";
import type { HttpDeps } from "./http-deps.ts";
import type { Answered } from "./idempotency.ts";
import { answerOnce, readIdempotencyKey } from "./idempotency.ts";
import { placesOf } from "./read-input.ts";
import type { HandlerResult, Refusal } from "./refusals.ts";
import { missingRefusal, problemOfRefusal, refuse } from "./refusals.ts";

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type BodyOf<Shape extends Endpoint> = Shape["laxBody"] extends z.ZodType
  ? Output<Shape["laxBody"]>
  : Output<Shape["body"]>;
type AnswerOf<Shape extends Endpoint> = Shape["response"] extends z.ZodType
  ? z.output<Shape["response"]>
  : undefined;

export type EndpointRequest<Shape extends Endpoint> = {
  readonly params: Output<Shape["params"]>;
  readonly query: Output<Shape["query"]>;
  readonly body: BodyOf<Shape>;
  /** Who asks; only with key access. */
  readonly caller: Shape["access"] extends { readonly kind: "key" } ? Caller : undefined;
};

export type Handler<Shape extends Endpoint> = (
  request: EndpointRequest<Shape>,
) => Promise<HandlerResult<AnswerOf<Shape>>>;

/**
 * Puts one endpoint of the contract's table on the server. Access is judged first, then the shape
 * of the request, then the handler speaks; whatever it refuses becomes problem+json.
 */
export function registerEndpoint<Shape extends Endpoint>(
  app: FastifyInstance,
  deps: HttpDeps,
  shape: Shape,
  handler: Handler<Shape>,
): void {
  app.route({
    method: shape.method,
    url: fastifyPath(shape.path),
    config: { rateLimit: rateLimitOf(shape, deps), endpoint: shape.operationId },
    // Before the body is read: nobody without a key makes the server parse megabytes.
    preParsing: async (request, reply) => {
      const refusal = await admit(shape, deps, request);
      if (refusal !== null) sendProblem(deps, reply, refusal);
    },
    handler: async (request, reply) => {
      const caller = request.caller ?? undefined;
      const input = readInput(shape, request);
      if (!input.ok) return sendProblem(deps, reply, input.error);
      const work = () =>
        handler({ ...input.value, caller } as EndpointRequest<Shape>).then((result) =>
          answeredOf(shape, deps, result),
        );
      const answered = await workOnce({ shape, deps, request, caller }, work);
      if (!answered.ok) return sendProblem(deps, reply, answered.error);
      return send(reply, answered.value);
    },
  });
}

function rateLimitOf(shape: Endpoint, deps: HttpDeps) {
  const { access } = shape;
  const { publicPerMinute, linkPerMinute, keyPerMinute } = deps.rateLimits;
  const perMinute = { public: publicPerMinute, link: linkPerMinute, key: keyPerMinute };
  const limit = { max: perMinute[access.kind], groupId: access.kind };
  // Only where a key is asked for may it stand for who asks: elsewhere any made-up header would
  // begin a new count.
  if (access.kind !== "key") return limit;
  return {
    ...limit,
    keyGenerator: (request: FastifyRequest) => request.headers.authorization ?? request.ip,
  };
}

async function admit(
  shape: Endpoint,
  deps: HttpDeps,
  request: FastifyRequest,
): Promise<Refusal | null> {
  if (shape.access.kind !== "key") return null;
  const caller = await deps.keyGate.admit(request.headers.authorization, shape.access.scope);
  if (!caller.ok) {
    if (caller.error.type === "scope_missing") return caller.error;
    const failed = await request.server.countFailedKey(request);
    const isTooOften = !failed.isAllowed && failed.isExceeded;
    return isTooOften ? { type: "rate_limited" } : caller.error;
  }
  request.caller = caller.value;
  return null;
}

function readInput(shape: Endpoint, request: FastifyRequest) {
  const params = shape.params?.safeParse(request.params);
  if (params?.success === false) return { ok: false, error: missingRefusal(shape.errors) } as const;
  const query = shape.query?.safeParse(request.query);
  if (query?.success === false) return refuse("invalid", { errors: placesOf(query.error) });
  const unasked = shape.query === undefined ? Object.keys(request.query ?? {}) : [];
  if (unasked.length > 0) return refuse("invalid", { errors: unknownFields(unasked) });
  const schema = shape.laxBody ?? shape.body;
  if (schema === undefined) return withoutBody(request, params?.data, query?.data);
  const body = schema.safeParse(request.body);
  if (!body.success) return refuse("invalid", { errors: placesOf(body.error) });
  return ok({ params: params?.data, query: query?.data, body: body.data });
}

/** An endpoint that takes no body forgives an empty object, which many clients send. */
function withoutBody(request: FastifyRequest, params: unknown, query: unknown) {
  const { body } = request;
  const isEmpty = body === undefined || body === null;
  if (!isEmpty && typeof body !== "object") {
    return refuse("invalid", { errors: [{ pointer: "", message: "no body is expected" }] });
  }
  const keys = isEmpty ? [] : Object.keys(body);
  if (keys.length > 0) return refuse("invalid", { errors: unknownFields(keys) });
  return ok({ params, query, body: undefined });
}

function unknownFields(keys: readonly string[]) {
  return keys.slice(0, 20).map((key) => ({ pointer: `/${key}`, message: "unknown field" }));
}

function answeredOf<Body>(shape: Endpoint, deps: HttpDeps, result: HandlerResult<Body>): Answered {
  if (!result.ok) {
    const problem = problemOfRefusal(deps.publicUrl, result.error);
    return { status: problem.status, mediaType: problemMediaType, text: JSON.stringify(problem) };
  }
  const { body, status = shape.status } = result.value;
  const text = shape.response === undefined ? "" : JSON.stringify(body);
  return { status, mediaType: "application/json", text };
}

/** Writes with an API key are done once for each Idempotency-Key. */
async function workOnce(
  asked: {
    readonly shape: Endpoint;
    readonly deps: HttpDeps;
    readonly request: FastifyRequest;
    readonly caller: Caller | undefined;
  },
  work: () => Promise<Answered>,
): Promise<Result<Answered, Refusal>> {
  const { shape, deps, request, caller } = asked;
  const header = request.headers["idempotency-key"];
  if (shape.method !== "POST" || caller === undefined || header === undefined) {
    return ok(await work());
  }
  const key = readIdempotencyKey(header);
  if (!key.ok) return key;
  const { url, body } = request;
  return answerOnce(deps, { keyId: caller.keyId, key: key.value, path: url, body }, work);
}

function send(reply: FastifyReply, answered: Answered): FastifyReply {
  reply.status(answered.status);
  if (answered.replayed === true) reply.header("idempotent-replayed", "true");
  if (answered.text === "") return reply.send();
  // Bytes, because fastify adds a charset to text, which JSON does not have (RFC 8259, section 11).
  return reply.header("content-type", answered.mediaType).send(Buffer.from(answered.text));
}

export function sendProblem(
  deps: Pick<HttpDeps, "publicUrl">,
  reply: FastifyReply,
  refusal: Refusal,
): FastifyReply {
  const problem = problemOfRefusal(deps.publicUrl, refusal);
  if (problem.status === 401) reply.header("www-authenticate", 'Bearer realm="pigeonhole"');
  return reply
    .status(problem.status)
    .header("content-type", problemMediaType)
    .send(Buffer.from(JSON.stringify({ ...problem, instance: reply.request.id })));
}
