import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import {
  createEnrolKiosk,
  enrolmentCodeHash,
  enrolmentFailuresPerMinuteMax,
} from "./enrol-kiosk.ts";
import { aTestCloud, type TestCloud } from "./test-cloud.ts";
import { addLockers } from "./test-network.ts";

const code = "7K2M-9QXR-4TVB-H8WD";
const keys = () => ({
  publicKey: { kty: "OKP", crv: "Ed25519", x: randomBytes(32).toString("base64url") } as const,
  tagKey: randomBytes(32).toString("base64url"),
});

async function aCode(cloud: TestCloud) {
  const [locker] = await addLockers(cloud.deps, "00", { lockers: 1, compartments: 1 });
  const endsAt = cloud.deps.now().add({ minutes: 15 }).toString();
  await cloud.deps.database.network((tx) =>
    tx.query(
      "update lockers set public_key = null, tag_key_sealed = null, enrolment_code_hash = $1, enrolment_ends_at = $2",
      [enrolmentCodeHash(code), endsAt],
    ),
  );
  return locker!;
}

test("a code enrols one kiosk; the same keys get the same answer again, other keys nothing", async () => {
  await using cloud = await aTestCloud();
  const locker = await aCode(cloud);
  const enrol = createEnrolKiosk(cloud.deps);
  const own = keys();
  const first = await enrol({ code: "7k2m 9qxr 4tvb h8wd", ...own });
  expect(first).toMatchObject({ ok: true, value: { lockerId: locker.lockerId } });
  const again = await enrol({ code, ...own });
  expect(again.ok && first.ok && again.value.fingerprint === first.value.fingerprint).toBe(true);
  expect(await enrol({ code, ...keys() })).toEqual({
    ok: false,
    error: { type: "enrolment.refused" },
  });
  expect(await enrol({ code, ...own, tagKey: keys().tagKey })).toMatchObject({ ok: false });
  const [row] = await cloud.deps.database.network((tx) =>
    tx.query<{ tag_key_sealed: Uint8Array }>("select tag_key_sealed from lockers"),
  );
  expect(cloud.deps.secrets.open(row!.tag_key_sealed).toString("base64url")).toBe(own.tagKey);
});

test("a code ends after a quarter of an hour", async () => {
  await using cloud = await aTestCloud();
  await aCode(cloud);
  cloud.pass({ minutes: 15, seconds: 1 });
  expect(await createEnrolKiosk(cloud.deps)({ code, ...keys() })).toMatchObject({ ok: false });
});

test("after many wrong codes everybody waits for the next minute", async () => {
  await using cloud = await aTestCloud();
  await aCode(cloud);
  const enrol = createEnrolKiosk(cloud.deps);
  for (let tries = 0; tries < enrolmentFailuresPerMinuteMax; tries += 1)
    await enrol({ code: `wrong ${tries}`, ...keys() });
  expect(await enrol({ code, ...keys() })).toEqual({
    ok: false,
    error: { type: "request.rate_limited" },
  });
  cloud.pass({ minutes: 1 });
  expect(await enrol({ code, ...keys() })).toMatchObject({ ok: true });
});
