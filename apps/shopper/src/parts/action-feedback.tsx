import type { Problem } from "@pigeonhole/contract/problem";
import type { ReactNode } from "react";
import type { MessageKey } from "../languages/catalog.ts";

type Failed = {
  /** The network's refusal, where it answered. */
  readonly problem?: Problem | undefined;
  /** What was thrown, where no usable answer came. */
  readonly error?: unknown;
};

/** Which text tells a person why something was not done, what is safe, and what to do. */
export function failureKey({
  problem,
  error,
}: Failed): Extract<MessageKey, `failure.${string}`> | null {
  if (problem === undefined) {
    return error === undefined || error === null ? null : "failure.unreachable";
  }
  switch (problem.code) {
    case "request.rate_limited":
      return "failure.rateLimited";
    case "opening.not_possible":
    case "share.limit_reached":
      return "failure.notPossible";
    default:
      return "failure.generic";
  }
}

/** An error, said at once to who does not see it. */
export function FailureNote({
  id,
  children,
}: {
  readonly id?: string;
  readonly children: ReactNode;
}) {
  return (
    <p className="note note-bad" role="alert" id={id}>
      <span className="note-sign" aria-hidden="true">
        !
      </span>
      <span>{children}</span>
    </p>
  );
}

/** What has just been done, or is being done. */
export function StatusNote({ children }: { readonly children: ReactNode }) {
  return (
    <p className="note" role="status">
      {children}
    </p>
  );
}
