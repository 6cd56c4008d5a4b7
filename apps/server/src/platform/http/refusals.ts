import type { ErrorCode } from "@pigeonhole/contract/error-catalogue";
import type { Problem } from "@pigeonhole/contract/problem";
import { problemFor } from "@pigeonhole/contract/problem";
import type { Result } from "@pigeonhole/domain/result";
import { err, ok } from "@pigeonhole/domain/result";

/** The one table from the refusals of use cases to the codes of the HTTP interface. */
const codes = {
  invalid: "request.invalid",
  not_found: "request.not_found",
  unauthenticated: "auth.missing",
  key_invalid: "auth.invalid",
  scope_missing: "auth.scope_missing",
  rate_limited: "request.rate_limited",
  idempotency_key_invalid: "idempotency.key_invalid",
  idempotency_key_reused: "idempotency.key_reused",
  idempotency_in_progress: "idempotency.in_progress",
  locker_unknown: "locker.unknown",
  locker_not_serving: "locker.not_serving",
  full: "room.full",
  nothing_fits: "room.nothing_fits",
  nothing_low_enough: "room.nothing_low_enough",
  reservation_unknown: "reservation.unknown",
  reservation_ended: "reservation.ended",
  reference_conflict: "parcel.reference_conflict",
  not_cancellable: "parcel.not_cancellable",
  scan_unknown_parcel: "scan.unknown_parcel",
  scan_too_old: "scan.too_old",
  scan_in_future: "scan.in_future",
  tracking_unknown: "tracking.unknown",
  link_unknown: "link.unknown",
  share_limit_reached: "share.limit_reached",
  opening_not_possible: "opening.not_possible",
  opening_refused: "opening.refused",
  webhook_url_not_allowed: "webhook.url_not_allowed",
  enrolment_refused: "enrolment.refused",
  layout_in_use: "layout.in_use",
  region_exists: "region.exists",
} as const satisfies Record<string, ErrorCode>;

export type RefusalType = keyof typeof codes;

/** A rule said no. The members besides `type` go onto the wire; nothing secret belongs in them. */
export type Refusal<Type extends RefusalType = RefusalType> = {
  readonly type: Type;
  readonly detail?: string;
  readonly errors?: NonNullable<Problem["errors"]>;
  readonly alternatives?: NonNullable<Problem["alternatives"]>;
  readonly scope?: string;
};

export function problemOfRefusal(publicUrl: string, refusal: Refusal): Problem {
  const { type, ...extra } = refusal;
  return problemFor(publicUrl, codes[type], extra as Partial<Problem>);
}

/** Which refusal an endpoint gives for a path that names nothing: the first 404 it documents. */
export function missingRefusal(errors: readonly ErrorCode[]): Refusal {
  const types = Object.keys(codes) as RefusalType[];
  const type = types.find((one) => missingTypes.has(one) && errors.includes(codes[one]));
  return { type: type ?? "not_found" };
}

const missingTypes: ReadonlySet<RefusalType> = new Set([
  "locker_unknown",
  "reservation_unknown",
  "tracking_unknown",
  "link_unknown",
]);

/** What a handler answers; without `status` the endpoint's own. */
export type Reply<Body> = { readonly body: Body; readonly status?: number };
export type HandlerResult<Body> = Result<Reply<Body>, Refusal>;

export function reply<Body>(body: Body, status?: number): HandlerResult<Body> {
  return ok(status === undefined ? { body } : { body, status });
}

export function refuse<Type extends RefusalType>(
  type: Type,
  more: Omit<Refusal, "type"> = {},
): Result<never, Refusal<Type>> {
  return err({ type, ...more });
}
