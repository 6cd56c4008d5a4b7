/** PostgreSQL answers instants as text in UTC (`pg-database.ts`); rows are mapped with these. */
export function toInstant(text: string): Temporal.Instant {
  return Temporal.Instant.from(text);
}

export function toInstantOrNull(text: string | null): Temporal.Instant | null {
  return text === null ? null : Temporal.Instant.from(text);
}

export function fromInstantOrNull(instant: Temporal.Instant | null): string | null {
  return instant === null ? null : instant.toString();
}

/** RFC 3339 text for an answer on the wire. */
export function toWireInstantOrNull(text: string | null): string | null {
  return text === null ? null : Temporal.Instant.from(text).toString();
}
