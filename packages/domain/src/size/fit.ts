/** Edge lengths in millimetres, whole numbers above 0. */
export type SizeMm = {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly depthMm: number;
};

/** Size classes from small to large. A compartment has one; a parcel fits its own and larger ones. */
export const sizeClasses = ["XS", "S", "M", "L", "XL"] as const;

/** One of `sizeClasses`. */
export type SizeClass = (typeof sizeClasses)[number];

/** What is known of a parcel before it is seen: measures, or a class, or neither. */
export type ParcelMeasures = {
  readonly sizeMm: SizeMm | null;
  readonly massGrams: number | null;
  readonly sizeClass: SizeClass | null;
};

/** What a compartment (or a whole class of them) takes. */
export type Holder = {
  readonly sizeClass: SizeClass;
  readonly innerMm: SizeMm;
  readonly massMaxGrams: number;
};

/** True when one of the 6 rotations of the parcel fits the inner size, edges along edges. */
export function fitsInside(sizeMm: SizeMm, innerMm: SizeMm): boolean {
  // Smallest, middle and largest edge compare pairwise: when any rotation fits, this one does.
  const outer = edgesOf(innerMm);
  const edges = edgesOf(sizeMm);
  return (
    edges.smallest <= outer.smallest &&
    edges.middle <= outer.middle &&
    edges.largest <= outer.largest
  );
}

/**
 * True when the parcel may be put into the holder: measures and mass where they are known,
 * and the size class where it is given (a class is a promise about the parcel, so it counts
 * beside the measures only when there are none).
 */
export function fits(parcel: ParcelMeasures, holder: Holder): boolean {
  if (parcel.massGrams !== null && parcel.massGrams > holder.massMaxGrams) return false;
  if (parcel.sizeMm !== null) return fitsInside(parcel.sizeMm, holder.innerMm);
  if (parcel.sizeClass !== null) return sizeRank(holder.sizeClass) >= sizeRank(parcel.sizeClass);
  return true;
}

/** 0 for XS to 4 for XL. */
export function sizeRank(sizeClass: SizeClass): number {
  return sizeClasses.indexOf(sizeClass);
}

/** For sorting from small to large. */
export function compareSizeClasses(a: SizeClass, b: SizeClass): number {
  return sizeRank(a) - sizeRank(b);
}

/** Volume in cubic millimetres. */
export function volumeOf(sizeMm: SizeMm): number {
  return sizeMm.widthMm * sizeMm.heightMm * sizeMm.depthMm;
}

/** The smallest class of which at least one of `holders` takes the parcel; undefined when none does. */
export function smallestClassFor(
  parcel: ParcelMeasures,
  holders: readonly Holder[],
): SizeClass | undefined {
  return sizeClasses.find((sizeClass) =>
    holders.some((holder) => holder.sizeClass === sizeClass && fits(parcel, holder)),
  );
}

type Edges = { readonly smallest: number; readonly middle: number; readonly largest: number };

function edgesOf({ widthMm, heightMm, depthMm }: SizeMm): Edges {
  const smallest = Math.min(widthMm, heightMm, depthMm);
  const largest = Math.max(widthMm, heightMm, depthMm);
  return { smallest, middle: widthMm + heightMm + depthMm - smallest - largest, largest };
}
