// The answer of a rule that may say no. The package stands alone, so it carries its own small form.

/** Either a value or a refusal; a refusal is an expected answer, never an exception. */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: E };
