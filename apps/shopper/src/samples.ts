// Views as the server would answer them, for tests, pictures and trying the pages by hand.
import type { TrackingView } from "@pigeonhole/contract/http/parcels";
import type { RecipientView, Share } from "@pigeonhole/contract/http/recipients";
import type { Layout } from "@pigeonhole/contract/layout";
import type { PageInput } from "@pigeonhole/contract/pages";

/** A Sunday afternoon in Warsaw (15:05 there). */
export const sampleNow = "2026-11-22T14:05:00Z";

/** Has the form of a token and opens nothing. */
export const sampleToken = `aa${"sampleTokenThatOpensNothing".padEnd(32, "-")}`;

export function sampleFrame(): Pick<PageInput, "language" | "publicUrl" | "nonce" | "now"> {
  return { language: "en", publicUrl: "http://127.0.0.1", nonce: "sample-nonce", now: sampleNow };
}

function compartmentIdOf(label: string): `cmp_${string}` {
  return `cmp_aa${label.padStart(18, "0")}`;
}

/** Four columns, the screen after the second, doors 1 to 19 from the bottom up. */
export function aLayout(): Layout {
  const columns = [
    [400, 300, 200, 200, 300, 400],
    [300, 200, 100, 100, 200, 400, 500],
    [600, 300, 900],
    [450, 450, 900],
  ];
  let next = 1;
  const modules = columns.map((heights) => {
    let floorHeightMm = 100;
    const compartments = heights.map((heightMm, row) => {
      const label = String(next);
      next += 1;
      const floor = floorHeightMm;
      floorHeightMm += heightMm;
      return {
        compartmentId: compartmentIdOf(label),
        label,
        sizeClass: "M" as const,
        innerMm: { widthMm: 400, heightMm: heightMm - 20, depthMm: 600 },
        massMaxGrams: 25_000,
        floorHeightMm: floor,
        row,
        lock: { bus: "main", board: 1, channel: Number(label) },
      };
    });
    return { widthMm: 450, heightMm: 2_000, compartments };
  });
  return { modules, kiosk: { afterModule: 1, screenHeightMm: 1_350 } };
}

export function aShare(change: Partial<Share> = {}): Share {
  return {
    grantId: "grt_aa000000000000000001",
    name: "Ewa",
    access: { code: "60291847", qr: "PH1:7M3QK9V2XR8TB4WCYD5HN6PGZE" },
    createdAt: "2026-11-22T13:40:00Z",
    ...change,
  };
}

/** A parcel that can be collected until tonight. */
export function aRecipientView(change: Partial<RecipientView> = {}): RecipientView {
  return {
    trackingNumber: "PHAA041061050S0",
    shopName: "Papier & Tinte",
    state: "available_for_pickup",
    language: "en",
    pickupDeadline: "2026-11-22T21:00:00Z",
    timeline: [
      { at: "2026-11-20T08:12:00Z", kind: "announced", state: "announced", place: null },
      { at: "2026-11-21T05:30:00Z", kind: "arrived_at_depot", state: "in_transit", place: "Łódź" },
      {
        at: "2026-11-22T06:02:00Z",
        kind: "out_for_delivery",
        state: "out_for_delivery",
        place: "Warszawa",
      },
      { at: "2026-11-22T09:41:00Z", kind: "deposited", state: "available_for_pickup", place: null },
    ],
    site: {
      name: "Dworzec Centralny",
      address: {
        street: "Aleje Jerozolimskie 54",
        postcode: "00-024",
        city: "Warszawa",
        country: "PL",
      },
      timeZone: "Europe/Warsaw",
      directions: "Main hall, behind the ticket machines, next to the south entrance. Step-free.",
      openingHours: {
        text: "Mo-Fr 05:00-24:00; Sa,Su 06:00-23:00",
        openNow: true,
        week: [
          ...[1, 2, 3, 4, 5].map((day) => ({ day, from: "05:00", until: "24:00" })),
          ...[6, 7].map((day) => ({ day, from: "06:00", until: "23:00" })),
        ],
      },
      supportPhone: "+48 800 000 123",
      latitude: 52.2287,
      longitude: 21.0032,
    },
    locker: {
      id: "lkr_aa000000000000000001",
      name: "Dworzec 2",
      reach: "online",
      layout: aLayout(),
      compartmentId: compartmentIdOf("9"),
    },
    access: { code: "48210573", qr: "PH1:9X4TQK2M7RV3WB8CYD5HN6PGZE" },
    shares: [],
    remoteOpening: true,
    allowedActions: ["share", "open", "report"],
    ...change,
  };
}

/** A view in which the parcel cannot be taken out: nothing to show but what happened. */
function withoutAccess(change: Partial<RecipientView>): RecipientView {
  return aRecipientView({
    access: null,
    remoteOpening: false,
    allowedActions: ["report"],
    ...change,
  });
}

function withPlace(change: Partial<RecipientView["site"]>, view = aRecipientView()): RecipientView {
  return { ...view, site: { ...view.site, ...change } };
}

function withLocker(
  change: Partial<RecipientView["locker"]>,
  view = aRecipientView(),
): RecipientView {
  return { ...view, locker: { ...view.locker, ...change } };
}

const longName = "Werkstatt für außergewöhnlich langnamige Handwerkserzeugnisse und Zubehör GmbH";

/** Every state that the recipient's page knows, by name. */
export function recipientSamples(): Readonly<Record<string, RecipientView>> {
  const beginning = aRecipientView().timeline;
  return {
    announced: withoutAccess({
      state: "announced",
      pickupDeadline: null,
      timeline: beginning.slice(0, 1),
    }),
    "on the way": withoutAccess({
      state: "in_transit",
      pickupDeadline: null,
      timeline: beginning.slice(0, 2),
    }),
    "with the courier": withoutAccess({
      state: "out_for_delivery",
      pickupDeadline: null,
      timeline: beginning.slice(0, 3),
    }),
    available: aRecipientView(),
    "available until tomorrow": aRecipientView({ pickupDeadline: "2026-11-23T21:00:00Z" }),
    "available until Thursday": aRecipientView({ pickupDeadline: "2026-11-26T17:30:00Z" }),
    "available without a deadline": aRecipientView({ pickupDeadline: null }),
    "locker out of reach": withLocker(
      { reach: "offline" },
      aRecipientView({ remoteOpening: false, allowedActions: ["share", "report"] }),
    ),
    "door not known": withLocker({ compartmentId: null, layout: null }),
    shared: aRecipientView({ shares: [aShare()] }),
    "shared with all who may be": aRecipientView({
      shares: ["Ewa", "Jan", "Maximiliane von und zu Hohenberg-Ostrowska", "Li", "Ola"].map(
        (name, index) => aShare({ name, grantId: `grt_aa00000000000000000${index + 1}` }),
      ),
    }),
    "long names": withLocker(
      { name: "Einkaufszentrum am Hauptbahnhof Nord-Ost, Ebene 2, Station 14" },
      withPlace(
        {
          name: "Einkaufszentrum am Hauptbahnhof Nord-Ost mit Parkgarage und Wochenmarkt",
          address: {
            street: "Donaudampfschifffahrtsgesellschaftsplatz 117a–119c",
            postcode: "A-1020",
            city: "Wien-Leopoldstadt an der Donau",
            country: "AT",
          },
        },
        aRecipientView({ shopName: longName }),
      ),
    ),
    "always open": withPlace({
      openingHours: { text: "24/7", openNow: true, week: [] },
      directions: null,
      supportPhone: null,
    }),
    "closed now": withPlace({
      openingHours: {
        text: "Mo-Sa 07:00-12:00,13:00-20:00",
        openNow: false,
        week: [1, 2, 3, 4, 5, 6].flatMap((day) => [
          { day, from: "07:00", until: "12:00" },
          { day, from: "13:00", until: "20:00" },
        ]),
      },
    }),
    "deadline just passed": withoutAccess({ pickupDeadline: "2026-11-22T14:00:00Z" }),
    overdue: withoutAccess({ state: "overdue", pickupDeadline: "2026-11-21T21:00:00Z" }),
    collected: withoutAccess({
      state: "delivered",
      timeline: [
        ...beginning,
        { at: "2026-11-22T13:55:00Z", kind: "picked_up", state: "delivered", place: null },
      ],
    }),
    "going back": withoutAccess({ state: "returning" }),
    "back at the shop": withoutAccess({ state: "returned", allowedActions: [] }),
    cancelled: withoutAccess({ state: "cancelled", pickupDeadline: null, allowedActions: [] }),
    lost: withoutAccess({ state: "lost" }),
    "nothing happened yet": withoutAccess({
      state: "announced",
      pickupDeadline: null,
      timeline: [],
    }),
  };
}

export function aTrackingView(change: Partial<TrackingView> = {}): TrackingView {
  const view = aRecipientView();
  return {
    trackingNumber: view.trackingNumber,
    state: view.state,
    site: {
      id: "sit_aa000000000000000001",
      name: view.site.name,
      address: view.site.address,
      openingHours: view.site.openingHours.text,
      timeZone: view.site.timeZone,
    },
    lockerName: view.locker.name,
    pickupDeadline: view.pickupDeadline,
    timeline: view.timeline,
    ...change,
  };
}

/** The other pages, by name. */
export function pageSamples(): Readonly<Record<string, PageInput>> {
  const frame = sampleFrame();
  return {
    home: { ...frame, kind: "home" },
    "home of a demonstration": {
      ...frame,
      kind: "home",
      demo: [
        {
          title: "Kiosk at Dworzec Centralny",
          text: "The screen of locker Dworzec 2, with its doors to open by hand.",
          url: "http://127.0.0.1:7101/",
        },
        { title: "Mail", text: "What the network has sent.", url: "http://127.0.0.1:7025/" },
      ],
    },
    tracking: { ...frame, kind: "tracking", view: aTrackingView() },
    "tracking of what was collected": {
      ...frame,
      kind: "tracking",
      view: aTrackingView({ state: "delivered" }),
    },
    "unknown page": { ...frame, kind: "not-found" },
    "unknown number": {
      ...frame,
      kind: "not-found",
      what: "tracking",
      trackingNumber: "PHAA041061050S1",
    },
    "unknown link": { ...frame, kind: "not-found", what: "link" },
    unavailable: { ...frame, kind: "unavailable" },
  };
}
