// The wall in words, for who does not see the drawing: by ear, in mails, in lists.
import { centreOf, type WallDoor, wallGeometry } from "./wall-geometry.ts";
import type { WallLanguage, WallLayout } from "./wall-layout.ts";

type HeightBand = "ankle" | "knee" | "hip" | "chest" | "head" | "above";

/** Where a door is as seen from the screen. Distances are between the middles, in millimetres. */
export type DoorDirection = {
  readonly side: "left" | "right";
  readonly distanceMm: number;
  /** Columns of doors to count from the screen, the door's own included. */
  readonly columns: number;
  /** Height of the door's middle above the ground. */
  readonly heightMm: number;
};

/** Upper ends of the bands, of the door's middle, for an adult of 1.70 m. */
const bandsMm: readonly (readonly [number, HeightBand])[] = [
  [300, "ankle"],
  [650, "knee"],
  [1_000, "hip"],
  [1_350, "chest"],
  [1_750, "head"],
];

/**
 * "column 3, second door from the bottom, knee height". Counted from the nearer end of the column;
 * columns are counted from the left. Null when the layout has no such compartment.
 */
export function describeCompartment(
  layout: WallLayout,
  compartmentId: string,
  language: WallLanguage,
): string | null {
  const door = findDoor(layout, compartmentId);
  if (door === undefined) return null;
  const words = wordsIn[language];
  return [
    `${words.column} ${door.column}`,
    doorPlace(door, language),
    words.heights[heightBand(door.centreHeightMm)],
  ].join(", ");
}

/** "second column left of the screen"; null when the layout has no such compartment. */
export function describeDirection(
  layout: WallLayout,
  compartmentId: string,
  language: WallLanguage,
): string | null {
  const direction = doorDirection(layout, compartmentId);
  if (direction === null) return null;
  return wordsIn[language].direction(direction);
}

/** Where the door is as seen from the screen; null when there is no such door. */
export function doorDirection(layout: WallLayout, compartmentId: string): DoorDirection | null {
  const geometry = wallGeometry(layout);
  const door = geometry.doors.find((each) => each.compartmentId === compartmentId);
  if (door === undefined) return null;
  const kioskX = centreOf(geometry.kiosk).x;
  const doorX = centreOf(door).x;
  const between = geometry.doors.filter((each) => {
    const x = centreOf(each).x;
    return doorX < kioskX ? x >= doorX && x < kioskX : x <= doorX && x > kioskX;
  });
  return {
    side: doorX < kioskX ? "left" : "right",
    distanceMm: Math.abs(doorX - kioskX),
    columns: new Set(between.map((each) => each.column)).size,
    heightMm: door.centreHeightMm,
  };
}

function findDoor(layout: WallLayout, compartmentId: string): WallDoor | undefined {
  return wallGeometry(layout).doors.find((door) => door.compartmentId === compartmentId);
}

function heightBand(heightMm: number): HeightBand {
  return bandsMm.find(([below]) => heightMm < below)?.[1] ?? "above";
}

function doorPlace(door: WallDoor, language: WallLanguage): string {
  const words = wordsIn[language];
  if (door.doorsInColumn === 1) return words.onlyDoor;
  const fromTop = door.doorsInColumn - door.fromBottom + 1;
  if (door.fromBottom === 1) return words.lowestDoor;
  if (fromTop === 1) return words.highestDoor;
  return door.fromBottom <= fromTop ? words.fromBottom(door.fromBottom) : words.fromTop(fromTop);
}

type Words = {
  readonly column: string;
  readonly onlyDoor: string;
  readonly lowestDoor: string;
  readonly highestDoor: string;
  readonly fromBottom: (place: number) => string;
  readonly fromTop: (place: number) => string;
  readonly heights: Readonly<Record<HeightBand, string>>;
  readonly direction: (direction: DoorDirection) => string;
};

/** Ordinals from 1; beyond them figures are easier to follow. */
const ordinals: Readonly<Record<WallLanguage, readonly string[]>> = {
  en: ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"],
  de: ["erste", "zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte"],
  // Drzwi has no singular, so that its ordinals stand in the plural.
  pl: ["pierwsze", "drugie", "trzecie", "czwarte", "piąte", "szóste", "siódme", "ósme"],
};

const polishColumnOrdinals = [
  "pierwsza",
  "druga",
  "trzecia",
  "czwarta",
  "piąta",
  "szósta",
  "siódma",
  "ósma",
];

function ordinal(list: readonly string[], place: number, figure: string): string {
  return list[place - 1] ?? figure;
}

function englishFigure(place: number): string {
  const teen = place % 100 >= 11 && place % 100 <= 13;
  const ending = teen ? "th" : (["th", "st", "nd", "rd"][place % 10] ?? "th");
  return `${place}${ending}`;
}

const wordsIn: Readonly<Record<WallLanguage, Words>> = {
  en: {
    column: "column",
    onlyDoor: "the only door",
    lowestDoor: "lowest door",
    highestDoor: "highest door",
    fromBottom: (place) =>
      `${ordinal(ordinals.en, place, englishFigure(place))} door from the bottom`,
    fromTop: (place) => `${ordinal(ordinals.en, place, englishFigure(place))} door from the top`,
    heights: {
      ankle: "ankle height",
      knee: "knee height",
      hip: "hip height",
      chest: "chest height",
      head: "head height",
      above: "above your head",
    },
    direction: ({ side, columns }) =>
      `${ordinal(ordinals.en, columns, englishFigure(columns))} column ${side} of the screen`,
  },
  de: {
    column: "Spalte",
    onlyDoor: "einzige Tür",
    lowestDoor: "unterste Tür",
    highestDoor: "oberste Tür",
    fromBottom: (place) => `${ordinal(ordinals.de, place, `${place}.`)} Tür von unten`,
    fromTop: (place) => `${ordinal(ordinals.de, place, `${place}.`)} Tür von oben`,
    heights: {
      ankle: "Knöchelhöhe",
      knee: "Kniehöhe",
      hip: "Hüfthöhe",
      chest: "Brusthöhe",
      head: "Kopfhöhe",
      above: "über dem Kopf",
    },
    direction: ({ side, columns }) =>
      `${ordinal(ordinals.de, columns, `${columns}.`)} Spalte ${side === "left" ? "links" : "rechts"} vom Bildschirm`,
  },
  pl: {
    column: "kolumna",
    onlyDoor: "jedyne drzwi",
    lowestDoor: "najniższe drzwi",
    highestDoor: "najwyższe drzwi",
    fromBottom: (place) => `${ordinal(ordinals.pl, place, `${place}.`)} drzwi od dołu`,
    fromTop: (place) => `${ordinal(ordinals.pl, place, `${place}.`)} drzwi od góry`,
    heights: {
      ankle: "na wysokości kostek",
      knee: "na wysokości kolan",
      hip: "na wysokości bioder",
      chest: "na wysokości klatki piersiowej",
      head: "na wysokości głowy",
      above: "nad głową",
    },
    direction: ({ side, columns }) =>
      `${ordinal(polishColumnOrdinals, columns, `${columns}.`)} kolumna na ${side === "left" ? "lewo" : "prawo"} od ekranu`,
  },
};
