import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Client } from "@pigeonhole/sdk/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startDesk } from "./start-desk.ts";

let desk: Server;
let url = "";
let announced = 0;

/** A network that takes every announcement but those without an address. */
const client = {
  listParcels: async () => ({ ok: true, body: { parcels: [] } }),
  announceParcel: async ({ body }: { body: { recipient: { email: string } } }) => {
    announced += 1;
    if (body.recipient.email.includes(".")) return { ok: true, body: { trackingNumber: "PH7" } };
    const errors = [{ pointer: "/recipient/email", message: "Invalid email address" }];
    return { ok: false, problem: { title: "The request is not valid", code: "invalid", errors } };
  },
} as unknown as Client;

beforeEach(async () => {
  announced = 0;
  const deps = { client, serverUrl: "http://a", inboxUrl: "http://b", courierBadge: "BADGE" };
  desk = await startDesk({ ...deps, lockers: [], nextReference: () => "DEMO-1" }, 0);
  url = `http://127.0.0.1:${(desk.address() as AddressInfo).port}/`;
});
afterEach(() => {
  desk.closeAllConnections();
  desk.close();
});

async function announce(fields: Record<string, string>) {
  const body = new URLSearchParams(fields);
  return await fetch(`${url}announcements`, { method: "POST", body });
}

test("reloading the page after an announcement does not announce again", async () => {
  const page = await announce({ name: "Ada", email: "ada@example.org", size: "200x60x300" });
  expect(page.redirected).toBe(true);
  expect(await page.text()).toContain("DEMO-1 is announced");
  expect(await (await fetch(page.url)).text()).toContain("DEMO-1 is announced");
  expect(announced).toBe(1);
});

test("a refused announcement says why in words and keeps what was typed", async () => {
  const page = await announce({ name: "Ada <3", email: "ada@example", size: "370x400x600" });
  const text = await page.text();
  expect(text).toContain("This e-mail address is not complete.");
  expect(text).toContain('value="Ada &lt;3"');
  expect(text).toContain('value="ada@example"');
  expect(text).toContain('<option value="370x400x600" selected>');
});
