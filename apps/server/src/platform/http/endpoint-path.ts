/** Fastify's form of an OpenAPI path: `{name}` becomes `:name`, a literal colon is doubled. */
export function fastifyPath(path: string): string {
  return path.replaceAll(":", "::").replace(/\{(\w+)\}/gu, ":$1");
}

/** Matches addresses of an OpenAPI path, whatever stands for its parameters. */
export function pathPattern(path: string): RegExp {
  const parts = path.split(/\{\w+\}/u).map((part) => part.replace(/[.*+?^$()|[\]\\]/gu, "\\$&"));
  return new RegExp(`^${parts.join("[^/]+")}$`, "u");
}
