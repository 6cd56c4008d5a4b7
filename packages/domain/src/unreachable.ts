/** An impossible state was reached. Never caught except by the process boundary. */
export class DefectError extends Error {
  override readonly name = "DefectError";
  readonly code = "defect";
}

/** Closes a `switch` over a union, so that a new member is a compile error. */
export function unreachable(value: never): never {
  throw new DefectError(`unreachable value: ${JSON.stringify(value)}`);
}

/** Throws a `DefectError` when a promise of the code itself is broken; never for bad input. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new DefectError(message);
}
