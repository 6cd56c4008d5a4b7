import { randomBytes } from "node:crypto";
import { linkToken } from "@pigeonhole/contract/http/recipients";
import type { RegionCode } from "@pigeonhole/domain/ids";
import { composeId } from "@pigeonhole/domain/ids";
import { expect, test } from "vitest";
import { createSecrets } from "../platform/secrets.ts";
import { linkTokenOf, parcelIdOfLink } from "./tracking-link.ts";

const deps = { secrets: createSecrets(new Uint8Array(32).fill(1)) };
const aParcelId = () => composeId("par", "d1" as RegionCode, randomBytes(12));

test("a link leads back to its parcel and has the form of the contract", () => {
  for (let round = 0; round < 200; round += 1) {
    const parcelId = aParcelId();
    const token = linkTokenOf(deps, parcelId);
    expect(linkToken.safeParse(token).success).toBe(true);
    expect(parcelIdOfLink(deps, token)).toBe(parcelId);
  }
});

test("whoever knows a parcel's id cannot make its link, nor turn one link into another", () => {
  const parcelId = aParcelId();
  const token = linkTokenOf(deps, parcelId);
  const other = { secrets: createSecrets(new Uint8Array(32).fill(2)) };
  expect(parcelIdOfLink(deps, linkTokenOf(other, parcelId))).toBeUndefined();
  const stranger = linkTokenOf(deps, aParcelId());
  expect(parcelIdOfLink(deps, token.slice(0, 18) + stranger.slice(18))).toBeUndefined();
  expect(parcelIdOfLink(deps, `p2${token.slice(2)}`)).toBeUndefined();
  for (let place = 2; place < token.length; place += 1) {
    const changed = token.charAt(place) === "A" ? "B" : "A";
    const forged = token.slice(0, place) + changed + token.slice(place + 1);
    expect(parcelIdOfLink(deps, forged)).toBeUndefined();
  }
});
