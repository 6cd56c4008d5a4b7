import { operatingEndpoints } from "./operating.ts";
import { parcelEndpoints } from "./parcels.ts";
import { recipientEndpoints } from "./recipients.ts";
import { siteEndpoints } from "./sites.ts";

/** Every HTTP endpoint of the network, by its operation id. */
export const endpoints = {
  ...parcelEndpoints,
  ...siteEndpoints,
  ...recipientEndpoints,
  ...operatingEndpoints,
} as const;

export type Endpoints = typeof endpoints;
export type OperationId = keyof Endpoints;
