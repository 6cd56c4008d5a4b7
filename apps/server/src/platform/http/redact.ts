/**
 * Logs hold no token, code, key or e-mail address. Requests are logged by their route, never by
 * their address; this is the net below that, for the texts of errors.
 */
const replacements: readonly (readonly [RegExp, string])[] = [
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu, "[e-mail]"],
  [/\bphk_\w+/gu, "[key]"],
  [/\bPHB?1:[0-9A-Z]+/gu, "[secret]"],
  [/(\/t\/|\/v1\/tracking-links\/)[\w-]+/gu, "$1[token]"],
  [/\b\d{8}\b/gu, "[digits]"],
  [/(\w+:\/\/[^\s:/@]*:)[^\s@]*@/gu, "$1[password]@"],
];

export function redact(text: string): string {
  return replacements.reduce((rest, [pattern, by]) => rest.replace(pattern, by), text);
}

/** An error as log fields. PostgreSQL's `detail` is left out: it quotes the values of a row. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: redact(String(error)) };
  return {
    errorName: error.name,
    error: redact(error.message),
    ...("code" in error ? { errorCode: String(error.code) } : {}),
    stack: redact(error.stack ?? ""),
    ...(error.cause === undefined ? {} : { cause: errorFields(error.cause) }),
  };
}
