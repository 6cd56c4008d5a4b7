/** One of something for each region, made when a region is first spoken of. */
export type PerRegion<T> = {
  of(region: string): T;
  all(): readonly (readonly [string, T])[];
};

export function perRegion<T>(make: (region: string) => T): PerRegion<T> {
  const known = new Map<string, T>();
  return {
    of(region) {
      const existing = known.get(region);
      if (existing !== undefined) return existing;
      const made = make(region);
      known.set(region, made);
      return made;
    },
    all: () => [...known],
  };
}
