import { asyncApiDocument } from "@pigeonhole/contract/asyncapi";
import { type ErrorCode, errorCatalogue, errorCodes } from "@pigeonhole/contract/error-catalogue";
import { openApiDocument } from "@pigeonhole/contract/openapi";
import scalar from "@scalar/fastify-api-reference";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { HttpDeps } from "../platform/http/http-deps.ts";
import { errorIndexPage, errorPage } from "./error-page.ts";

/**
 * What this network says of itself: the interface as documents, a page to read them, and a page for
 * each error code. All of it is made from the contract, nothing comes from elsewhere.
 */
export async function registerDocuments(app: FastifyInstance, deps: HttpDeps): Promise<void> {
  const openApi = JSON.stringify(openApiDocument(deps.publicUrl));
  const asyncApi = JSON.stringify(asyncApiDocument());
  app.get("/openapi.json", (_request, reply) => sendDocument(reply, openApi));
  app.get("/asyncapi.json", (_request, reply) => sendDocument(reply, asyncApi));
  app.get("/errors", (_request, reply) => sendPage(reply, 200, errorIndexPage(errorCodes)));
  app.get("/errors/:code", (request, reply) => {
    const { code } = request.params as { code: string };
    if (!Object.hasOwn(errorCatalogue, code)) {
      return sendPage(reply, 404, errorIndexPage(errorCodes));
    }
    return sendPage(reply, 200, errorPage(code as ErrorCode));
  });
  await registerReference(app);
}

/**
 * Scalar's page brings its own script and styles, served from here; it writes styles into the page
 * and asks for nothing beyond this origin.
 */
async function registerReference(app: FastifyInstance): Promise<void> {
  await app.register((scope, _options, done) => {
    scope.addHook("onSend", async (_request, reply) => {
      reply.header(
        "content-security-policy",
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
    });
    void scope.register(scalar, {
      routePrefix: "/reference",
      configuration: {
        url: "/openapi.json",
        title: "Pigeonhole interface",
        withDefaultFonts: false,
        telemetry: false,
        agent: { disabled: true },
        mcp: { disabled: true },
      } as Record<string, unknown>,
    });
    done();
  });
}

function sendDocument(reply: FastifyReply, text: string): FastifyReply {
  return reply
    .header("content-type", "application/json; charset=utf-8")
    .header("access-control-allow-origin", "*")
    .header("cross-origin-resource-policy", "cross-origin")
    .header("cache-control", "public, max-age=300")
    .send(text);
}

function sendPage(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply
    .status(status)
    .header("content-type", "text/html; charset=utf-8")
    .header(
      "content-security-policy",
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    )
    .send(html);
}
