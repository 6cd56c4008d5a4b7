import type { z } from "zod";
import { factData } from "./device/facts.ts";
import { devicePath, deviceSubprotocol, downFrame, upFrame } from "./device/frames.ts";
import { schemaWriter } from "./openapi.ts";

type Json = Record<string, unknown>;

/** The device link as an AsyncAPI 3.0 document: every frame, and the data of every fact. */
export function asyncApiDocument(): Json {
  const schemas: Json = {};
  const toSchema = schemaWriter(schemas);
  const up = messagesOf(upFrame.options, toSchema);
  const down = messagesOf(downFrame.options, toSchema);
  for (const [type, schema] of Object.entries(factData)) {
    schemas[`fact.${type}`] = toSchema(schema, "output");
  }
  const refs = (messages: Json) =>
    Object.fromEntries(
      Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
    );
  const operation = (action: "send" | "receive", messages: Json) => ({
    action,
    channel: { $ref: "#/channels/deviceLink" },
    messages: Object.keys(messages).map((name) => ({
      $ref: `#/channels/deviceLink/messages/${name}`,
    })),
  });
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Pigeonhole device link",
      version: "0.1.0",
      description: `One WebSocket for each kiosk, sub-protocol ${deviceSubprotocol}, JSON text frames. Seen from the server.`,
      license: { name: "Apache-2.0" },
    },
    channels: {
      deviceLink: { address: devicePath, messages: { ...refs(up), ...refs(down) } },
    },
    operations: { fromKiosk: operation("receive", up), toKiosk: operation("send", down) },
    components: {
      messages: { ...up, ...down },
      schemas: Object.fromEntries(Object.entries(schemas).sort()),
    },
  };
}

function messagesOf(
  frames: readonly z.ZodObject[],
  toSchema: ReturnType<typeof schemaWriter>,
): Json {
  return Object.fromEntries(
    frames.map((frame) => {
      const name = String((frame.shape["type"] as z.ZodLiteral<string>).value);
      return [name, { name, payload: toSchema(frame, "output") }];
    }),
  );
}
