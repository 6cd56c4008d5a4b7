import type { SitePlan } from "@pigeonhole/contract/http/sites";
import type { LayoutPlan } from "@pigeonhole/contract/layout";

/**
 * The demonstration network: three sites in three countries, three makes of lock board. The names
 * are made up; the places on the map are real squares and stations.
 */
export type DemoLocker = {
  readonly name: string;
  readonly site: SitePlan;
  readonly layout: LayoutPlan;
  /** Query of the kiosk's bus setting: which boards hang on the bus and how they speak. */
  readonly bus: { readonly dialect: string; readonly options: Readonly<Record<string, string>> };
};

const busName = "main";

type Row = { readonly sizeClass: "S" | "M" | "L" | "XL"; readonly heightMm: number };

const small: Row = { sizeClass: "S", heightMm: 80 };
const medium: Row = { sizeClass: "M", heightMm: 190 };
const large: Row = { sizeClass: "L", heightMm: 410 };
const extraLarge: Row = { sizeClass: "XL", heightMm: 640 };

/** Inner sizes follow the commonest lockers in Europe: 380 mm wide, 640 mm deep. */
const innerWidthMm = 380;
const innerDepthMm = 640;
const plinthMm = 150;
const shelfMm = 25;

type Wiring = { readonly firstBoard: number; readonly channelsPerBoard: number };

/** Builds a wall from columns of rows, bottom first; locks are numbered along the wiring. */
function wall(columns: readonly (readonly Row[])[], wiring: Wiring): LayoutPlan {
  const { firstBoard, channelsPerBoard } = wiring;
  let lock = 0;
  const modules = columns.map((rows, column) => {
    let floorHeightMm = plinthMm;
    const compartments = rows.map((row, index) => {
      const compartment = {
        label: `${String.fromCharCode(65 + column)}${index + 1}`,
        sizeClass: row.sizeClass,
        innerMm: { widthMm: innerWidthMm, heightMm: row.heightMm, depthMm: innerDepthMm },
        massMaxGrams: 25_000,
        floorHeightMm,
        row: index,
        lock: {
          bus: busName,
          board: firstBoard + Math.floor(lock / channelsPerBoard),
          channel: (lock % channelsPerBoard) + 1,
        },
      };
      floorHeightMm += row.heightMm + shelfMm;
      lock += 1;
      return compartment;
    });
    return { widthMm: innerWidthMm + 40, heightMm: 2_000, compartments };
  });
  return { modules, kiosk: { afterModule: 0, screenHeightMm: 1_150 } };
}

/** 8A boards count their addresses from 1, Kerong boards from 0. */
const shuoming24: Wiring = { firstBoard: 1, channelsPerBoard: 24 };
const kerong16: Wiring = { firstBoard: 0, channelsPerBoard: 16 };

const mixed = [large, medium, medium, medium, small, small, small, medium, medium];
const wide = [extraLarge, large, medium, medium, small, small];

export const demoLockers: readonly DemoLocker[] = [
  {
    name: "KRA01",
    site: {
      name: "Targ Kleparski",
      kind: "grocery_store",
      address: { street: "Rynek Kleparski 12", postcode: "31-150", city: "Kraków", country: "PL" },
      latitude: 50.0678,
      longitude: 19.9416,
      timeZone: "Europe/Warsaw",
      openingHours: "24/7",
      directions: "Left of the market's main gate, under the roof.",
      stepFree: true,
      indoor: false,
      lit: true,
      cameras: true,
      supportPhone: "+48 12 555 01 01",
    },
    layout: wall([mixed, wide], shuoming24),
    bus: {
      dialect: "8a-xor",
      options: { boards: "1x24", feedback: "closed-short", byteOrder: "ch1-last" },
    },
  },
  {
    name: "BER07",
    site: {
      name: "Bahnhof Südkreuz",
      kind: "train_station",
      address: {
        street: "General-Pape-Straße 1",
        postcode: "12101",
        city: "Berlin",
        country: "DE",
      },
      latitude: 52.4756,
      longitude: 13.3655,
      timeZone: "Europe/Berlin",
      openingHours: "Mo-Su 04:00-01:30",
      directions: "West hall, ground floor, beside the bicycle stands.",
      stepFree: true,
      indoor: true,
      lit: true,
      cameras: true,
      supportPhone: "+49 30 555 01 02",
    },
    layout: wall([mixed, wide, mixed], kerong16),
    bus: { dialect: "kerong-cu16", options: { boards: "0x16,1x16" } },
  },
  {
    name: "MAN03",
    site: {
      name: "Ancoats Yard",
      kind: "residential",
      address: {
        street: "4 Blossom Street",
        postcode: "M4 5BF",
        city: "Manchester",
        country: "GB",
      },
      latitude: 53.4851,
      longitude: -2.2255,
      timeZone: "Europe/London",
      openingHours: "Mo-Fr 06:00-22:00; Sa-Su 08:00-20:00",
      directions: "Through the courtyard, second arch on the right.",
      stepFree: false,
      indoor: false,
      lit: true,
      cameras: false,
      supportPhone: null,
    },
    layout: wall([mixed], kerong16),
    bus: { dialect: "kerong-ncu", options: { boards: "0x16" } },
  },
];

export const demoShopName = "Lantern & Loom";
export const demoCarrierName = "Swallow Parcels";
export const demoCourierName = "Robin";
