import type { z } from "zod";
import type { ErrorCode } from "../error-catalogue.ts";

/**
 * One HTTP endpoint as data. Server routes, the OpenAPI document and the typed client are all made
 * from this; there is no second description.
 */
export type Scope =
  | "operator"
  | "parcels:write"
  | "parcels:read"
  | "reservations:write"
  | "scans:write"
  | "webhooks:write";

export type Access =
  /** Anybody; rate limited. */
  | { readonly kind: "public" }
  /** A key with this scope; an operator's key has every scope. */
  | { readonly kind: "key"; readonly scope: Scope }
  /** Whoever knows the unguessable token in the path. */
  | { readonly kind: "link" };

export type Endpoint = {
  readonly operationId: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path with `{name}` for parameters, as in OpenAPI. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Looser body for batches, whose rows are judged one by one. */
  readonly laxBody?: z.ZodType;
  readonly status: number;
  /** Absent: the answer has no body. */
  readonly response?: z.ZodType;
  /** Further success statuses with the same body, such as 200 for a repeated announcement. */
  readonly alsoStatus?: readonly number[];
  readonly errors: readonly ErrorCode[];
};

/** Keeps the precise types of an endpoint's schemas. */
export function endpoint<const Shape extends Endpoint>(shape: Shape): Shape {
  return shape;
}

export const publicAccess = { kind: "public" } as const;
export const linkAccess = { kind: "link" } as const;
export function keyAccess<const S extends Scope>(scope: S) {
  return { kind: "key", scope } as const;
}
