export type RequestParts = {
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
};

/** The address of one request: path parameters and query filled in and escaped. */
export function requestUrl(baseUrl: string, path: string, parts: RequestParts): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_placeholder, name: string) => {
    const value = parts.params?.[name];
    if (value === undefined || value === "") throw new TypeError(`${path} needs "${name}"`);
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts.query ?? {})) {
    if (value !== undefined) query.set(name, String(value));
  }
  const search = query.toString();
  return `${baseUrl.replace(/\/+$/, "")}${filled}${search === "" ? "" : `?${search}`}`;
}
