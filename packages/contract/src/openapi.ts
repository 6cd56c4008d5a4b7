import { z } from "zod";
import { grant } from "./device/grants.ts";
import { errorCatalogue } from "./error-catalogue.ts";
import type { Endpoint } from "./http/endpoint.ts";
import { endpoints } from "./http/endpoints.ts";
import { apiKey, courier, shop, webhookDelivery, webhookEndpoint } from "./http/operating.ts";
import {
  announcement,
  batchResult,
  carrierScan,
  parcel,
  recipient,
  reservation,
  reservationRequest,
  timelineEntry,
  trackingView,
} from "./http/parcels.ts";
import { recipientView, remoteOpening, share } from "./http/recipients.ts";
import { address, incident, locker, lockerSummary, site, sitePlan } from "./http/sites.ts";
import { layout, layoutPlan } from "./layout.ts";
import { problem, problemMediaType } from "./problem.ts";
import { webhookEventType, webhookPayload } from "./webhooks.ts";

type Json = Record<string, unknown>;

/** Schemas that get a name of their own in the documents. */
const named: Readonly<Record<string, z.ZodType>> = {
  Address: address,
  Announcement: announcement,
  ApiKey: apiKey,
  BatchResult: batchResult,
  CarrierScan: carrierScan,
  Courier: courier,
  Grant: grant,
  Incident: incident,
  Layout: layout,
  LayoutPlan: layoutPlan,
  Locker: locker,
  LockerSummary: lockerSummary,
  Parcel: parcel,
  Problem: problem,
  Recipient: recipient,
  RecipientView: recipientView,
  RemoteOpening: remoteOpening,
  Reservation: reservation,
  ReservationRequest: reservationRequest,
  Share: share,
  Shop: shop,
  Site: site,
  SitePlan: sitePlan,
  TimelineEntry: timelineEntry,
  TrackingView: trackingView,
  WebhookDelivery: webhookDelivery,
  WebhookEndpoint: webhookEndpoint,
  WebhookEventType: webhookEventType,
  WebhookPayload: webhookPayload,
};

/**
 * The network's HTTP interface as an OpenAPI 3.1 document, made from the endpoint table.
 * `publicUrl` is where this network answers, without a slash at the end.
 */
export function openApiDocument(publicUrl = "http://127.0.0.1:8080"): Json {
  const components: Json = {};
  const paths: Record<string, Json> = {};
  const toSchema = schemaWriter(components);
  for (const shape of Object.values(endpoints) as Endpoint[]) {
    paths[shape.path] = {
      ...paths[shape.path],
      [shape.method.toLowerCase()]: operation(shape, toSchema),
    };
  }
  toSchema(webhookPayload, "output");
  toSchema(problem, "output");
  return {
    openapi: "3.1.0",
    info: {
      title: "Pigeonhole",
      version: "0.1.0",
      summary: "The interface of a parcel-locker network.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: publicUrl }],
    paths,
    webhooks: webhookOperations(),
    components: {
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key: phk_…" },
      },
      schemas: Object.fromEntries(Object.entries(components).sort()),
    },
  };
}

type SchemaWriter = (schema: z.ZodType, io: "input" | "output") => Json;

/** Writes schemas so that named ones are referred to, and collects those in `components`. */
export function schemaWriter(components: Json): SchemaWriter {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of Object.entries(named)) registry.add(schema, { id: name });
  return (schema, io) => {
    const {
      $schema: _,
      $defs,
      ...json
    } = z.toJSONSchema(schema, {
      io,
      metadata: registry,
      unrepresentable: "any",
    }) as Json & { $defs?: Json };
    const definitions = relocated($defs ?? {}) as Json;
    for (const [name, definition] of Object.entries(definitions)) {
      components[name] ??= definition;
    }
    const own = Object.entries(named).find(([, candidate]) => candidate === schema)?.[0];
    if (own === undefined) return relocated(json) as Json;
    components[own] ??= relocated(json);
    return { $ref: `#/components/schemas/${own}` };
  };
}

/** Moves references from `#/$defs/` to where OpenAPI and AsyncAPI keep schemas. */
function relocated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocated);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === "$ref" && typeof inner === "string"
        ? [key, inner.replace("#/$defs/", "#/components/schemas/")]
        : [key, relocated(inner)],
    ),
  );
}

function operation(shape: Endpoint, toSchema: SchemaWriter): Json {
  return {
    operationId: shape.operationId,
    tags: [shape.tag],
    summary: shape.summary,
    ...(shape.description === undefined ? {} : { description: shape.description }),
    ...(shape.access.kind === "key" ? { security: [{ apiKey: [shape.access.scope] }] } : {}),
    parameters: parameters(shape, toSchema),
    ...(shape.body === undefined ? {} : { requestBody: requestBody(shape.body, toSchema) }),
    responses: { ...successResponses(shape, toSchema), ...errorResponses(shape) },
  };
}

function parameters(shape: Endpoint, toSchema: SchemaWriter): Json[] {
  const path = Object.entries(shape.params?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: "path",
    required: true,
    schema: toSchema(schema as z.ZodType, "input"),
  }));
  const query = Object.entries(shape.query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: toSchema(schema as z.ZodType, "output"),
  }));
  const idempotency = {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description: "1 to 255 visible characters; kept for 48 hours for each API key.",
    schema: { type: "string", minLength: 1, maxLength: 255 },
  };
  const takesKey = shape.method === "POST" && shape.access.kind === "key";
  return [...path, ...query, ...(takesKey ? [idempotency] : [])];
}

function requestBody(body: z.ZodType, toSchema: SchemaWriter): Json {
  return { required: true, content: { "application/json": { schema: toSchema(body, "input") } } };
}

function successResponses(shape: Endpoint, toSchema: SchemaWriter): Json {
  const content =
    shape.response === undefined
      ? {}
      : { content: { "application/json": { schema: toSchema(shape.response, "output") } } };
  return Object.fromEntries(
    [shape.status, ...(shape.alsoStatus ?? [])].map((status) => [
      String(status),
      { description: shape.summary, ...content },
    ]),
  );
}

function errorResponses(shape: Endpoint): Json {
  const always = ["request.rate_limited", "network.unavailable", "server.defect"] as const;
  const access = ["auth.missing", "auth.invalid", "auth.scope_missing"] as const;
  const body = ["request.not_json", "request.too_large", "request.unsupported_media_type"] as const;
  const codes = [
    ...shape.errors,
    ...(shape.access.kind === "key" ? access : []),
    ...(shape.body === undefined ? [] : body),
    ...always,
  ];
  const byStatus = Map.groupBy(new Set(codes), (code) => errorCatalogue[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      String(status),
      {
        description: same.map((code) => `\`${code}\`: ${errorCatalogue[code].title}.`).join(" "),
        content: {
          [problemMediaType]: { schema: { $ref: "#/components/schemas/Problem" } },
        },
      },
    ]),
  );
}

function webhookOperations(): Json {
  return Object.fromEntries(
    webhookEventType.options.map((type) => [
      type,
      {
        post: {
          summary: `Sent by the network: ${type}`,
          requestBody: {
            content: {
              "application/json": { schema: { $ref: "#/components/schemas/WebhookPayload" } },
            },
          },
          responses: { "2XX": { description: "Taken; anything else is tried again." } },
        },
      },
    ]),
  );
}
