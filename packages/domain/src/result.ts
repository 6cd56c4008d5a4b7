/** The answer of a rule: a value, or a refusal that the caller must look at. */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** The rule says yes. */
export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

/** The rule says no; `error` is a plain union member with a `type`. */
export function err<E>(error: E): Result<never, E> {
  return { ok: false, error };
}
