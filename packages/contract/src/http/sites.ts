import { z } from "zod";
import { layout, layoutPlan } from "../layout.ts";
import {
  compartmentCondition,
  compartmentId,
  cursor,
  incidentId,
  instant,
  language,
  lockerId,
  regionCode,
  siteId,
  sizeClass,
  text,
} from "../primitives.ts";
import { endpoint, keyAccess, publicAccess } from "./endpoint.ts";

export const siteKind = z.enum([
  "grocery_store",
  "train_station",
  "petrol_station",
  "shopping_centre",
  "residential",
  "university",
  "office",
  "post_office",
  "parking",
  "other",
]);

export const address = z.strictObject({
  street: text(120),
  postcode: text(12),
  city: text(80),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .describe("ISO 3166-1 alpha-2."),
});

const siteShape = {
  name: text(120),
  kind: siteKind,
  address,
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  timeZone: text(60).describe("IANA time zone, such as Europe/Warsaw."),
  openingHours: text(400).describe("OSM syntax; 24/7 for always open."),
  directions: text(500).nullable().describe("How to find the locker, in words."),
  stepFree: z.boolean(),
  indoor: z.boolean(),
  lit: z.boolean(),
  cameras: z.boolean(),
  supportPhone: text(40).nullable(),
};

export const sitePlan = z.strictObject({
  region: regionCode.optional().describe("Where absent, the network's first region."),
  ...siteShape,
});

export const lockerState = z
  .enum(["installing", "serving", "paused"])
  .describe("What the operator wants of it.");
export const reachState = z
  .enum(["online", "offline", "never_seen"])
  .describe("Whether the network hears from it.");

export const lockerSummary = z.strictObject({
  id: lockerId,
  name: z.string(),
  state: lockerState,
  reach: reachState,
  sizeClasses: z.array(sizeClass),
  lowCompartments: z
    .boolean()
    .describe("True: at least one compartment is within everyone's reach."),
});

export const site = z.strictObject({
  id: siteId,
  region: regionCode,
  ...siteShape,
  openNow: z.boolean(),
  lockers: z.array(lockerSummary),
});

export const locker = z.strictObject({
  id: lockerId,
  siteId,
  name: z.string(),
  state: lockerState,
  reach: reachState,
  reachSince: instant.nullable(),
  layout: layout.nullable(),
  room: z
    .array(z.strictObject({ sizeClass, compartments: z.int(), usable: z.int(), promised: z.int() }))
    .describe("Per size class: how many there are, may be used, and are taken or promised."),
});

export const incident = z.strictObject({
  id: incidentId,
  lockerId,
  kind: z.string(),
  at: instant,
  compartmentId: z.string().nullable(),
  parcelId: z.string().nullable(),
  evidence: z.record(z.string(), z.unknown()),
  resolvedAt: instant.nullable(),
});

export const factView = z.strictObject({
  seq: z.int(),
  at: instant,
  receivedAt: instant,
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
});

const siteParams = z.strictObject({ siteId });
const lockerParams = z.strictObject({ lockerId });

export const siteEndpoints = {
  listSites: endpoint({
    operationId: "listSites",
    method: "GET",
    path: "/v1/sites",
    tag: "Sites and lockers",
    summary: "Sites of the network, by name, with their lockers",
    access: publicAccess,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(20),
      cursor: cursor.optional(),
    }),
    status: 200,
    response: z.strictObject({ sites: z.array(site), nextCursor: cursor.nullable() }),
    errors: ["request.invalid"],
  }),
  getSite: endpoint({
    operationId: "getSite",
    method: "GET",
    path: "/v1/sites/{siteId}",
    tag: "Sites and lockers",
    summary: "One site",
    access: publicAccess,
    params: siteParams,
    status: 200,
    response: site,
    errors: ["request.not_found"],
  }),
  createSite: endpoint({
    operationId: "createSite",
    method: "POST",
    path: "/v1/sites",
    tag: "Operating",
    summary: "Add a site",
    access: keyAccess("operator"),
    body: sitePlan,
    status: 201,
    response: site,
    errors: ["request.invalid"],
  }),
  getLocker: endpoint({
    operationId: "getLocker",
    method: "GET",
    path: "/v1/lockers/{lockerId}",
    tag: "Sites and lockers",
    summary: "One locker with its layout and its room",
    access: publicAccess,
    params: lockerParams,
    status: 200,
    response: locker,
    errors: ["locker.unknown"],
  }),
  createLocker: endpoint({
    operationId: "createLocker",
    method: "POST",
    path: "/v1/lockers",
    tag: "Operating",
    summary: "Add a locker to a site",
    access: keyAccess("operator"),
    body: z.strictObject({
      siteId,
      name: text(60),
      layout: layoutPlan,
      state: lockerState.default("serving"),
      languages: z.array(language).min(1).default(["en", "de", "pl"]),
    }),
    status: 201,
    response: locker,
    errors: ["request.invalid", "request.not_found"],
  }),
  changeLocker: endpoint({
    operationId: "changeLocker",
    method: "PATCH",
    path: "/v1/lockers/{lockerId}",
    tag: "Operating",
    summary: "Rename a locker, pause it or let it serve",
    access: keyAccess("operator"),
    params: lockerParams,
    body: z.strictObject({ name: text(60).optional(), state: lockerState.optional() }),
    status: 200,
    response: locker,
    errors: ["request.invalid", "locker.unknown"],
  }),
  changeCompartmentCondition: endpoint({
    operationId: "changeCompartmentCondition",
    method: "PUT",
    path: "/v1/lockers/{lockerId}/compartments/{compartmentId}/condition",
    tag: "Operating",
    summary: "Say that a compartment may be used, needs a look or is broken",
    description:
      "`usable` resolves the compartment's open incidents. A locker that is out of reach learns of it with its next contact, within 30 days.",
    access: keyAccess("operator"),
    params: z.strictObject({ lockerId, compartmentId }),
    body: z.strictObject({
      condition: compartmentCondition,
      note: text(500)
        .optional()
        .describe("What was found; kept with the incidents that this resolves."),
    }),
    status: 200,
    response: locker,
    errors: ["request.invalid", "locker.unknown", "request.not_found"],
  }),
  createEnrolmentCode: endpoint({
    operationId: "createEnrolmentCode",
    method: "POST",
    path: "/v1/lockers/{lockerId}/enrolment-codes",
    tag: "Operating",
    summary: "Make the one-time code with which a kiosk enrols for this locker",
    description: "Valid for 15 minutes and once; an older code of the same locker ends.",
    access: keyAccess("operator"),
    params: lockerParams,
    status: 201,
    response: z.strictObject({ code: z.string(), endsAt: instant }),
    errors: ["locker.unknown"],
  }),
  listLockerFacts: endpoint({
    operationId: "listLockerFacts",
    method: "GET",
    path: "/v1/lockers/{lockerId}/facts",
    tag: "Operating",
    summary: "What happened at a locker, newest first",
    access: keyAccess("operator"),
    params: lockerParams,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(500).default(100),
      cursor: cursor.optional(),
    }),
    status: 200,
    response: z.strictObject({ facts: z.array(factView), nextCursor: cursor.nullable() }),
    errors: ["locker.unknown"],
  }),
  listIncidents: endpoint({
    operationId: "listIncidents",
    method: "GET",
    path: "/v1/incidents",
    tag: "Operating",
    summary: "Where facts and wishes disagree, newest first",
    access: keyAccess("operator"),
    query: z.strictObject({
      lockerId: lockerId.optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    status: 200,
    response: z.strictObject({ incidents: z.array(incident) }),
    errors: ["request.invalid"],
  }),
  createRegion: endpoint({
    operationId: "createRegion",
    method: "POST",
    path: "/v1/regions",
    tag: "Operating",
    summary: "Add a region: a database schema of its own",
    access: keyAccess("operator"),
    body: z.strictObject({ code: regionCode, name: text(60) }),
    status: 201,
    response: z.strictObject({ code: regionCode, name: z.string() }),
    errors: ["request.invalid", "region.exists"],
  }),
  listRegions: endpoint({
    operationId: "listRegions",
    method: "GET",
    path: "/v1/regions",
    tag: "Operating",
    summary: "The network's regions",
    access: keyAccess("operator"),
    status: 200,
    response: z.strictObject({
      regions: z.array(z.strictObject({ code: regionCode, name: z.string() })),
    }),
    errors: [],
  }),
} as const;

export type Site = z.infer<typeof site>;
export type SitePlan = z.infer<typeof sitePlan>;
export type Locker = z.infer<typeof locker>;
export type LockerSummary = z.infer<typeof lockerSummary>;
export type Incident = z.infer<typeof incident>;
export type FactView = z.infer<typeof factView>;
