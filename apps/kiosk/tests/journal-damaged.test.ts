import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { acceptNewJournal } from "../src/journal/accept-new-journal.ts";
import { openJournalDatabase } from "../src/journal/journal-database.ts";
import { aBench, aCourierGrant, aPickupGrant, depositParcel } from "./kiosk-bench.ts";

test("a journal with a page of rubbish is put aside, kept, and not replaced until an operator says so", async () => {
  const bench = await aBench();
  bench.list(aPickupGrant(bench, "73915284"), aCourierGrant(bench));
  await depositParcel(bench, "73915284");
  const { epoch } = bench.journal;
  await bench.kiosk.stop("clean");
  const path = join(bench.folder, "journal.sqlite");
  const bytes = readFileSync(path);
  bytes.fill(0x5a, 4_096, 4_096 * 6);
  writeFileSync(path, bytes);

  await bench.boot(true);
  expect(bench.kiosk.screen.state().screen).toMatchObject({ reason: "journal_damaged" });
  expect(bench.act({ action: "enter_code", code: "73915284" }).refusal).toBe("out_of_service");
  expect(existsSync(path)).toBe(false);
  expect(readdirSync(bench.folder).some((name) => name.includes("quarantine"))).toBe(true);

  await bench.boot(true);
  expect(bench.kiosk.screen.state().screen).toMatchObject({ reason: "journal_damaged" });
  expect(existsSync(path)).toBe(false);

  const accepted = acceptNewJournal({ folder: bench.folder, random: bench.random, now: bench.now });
  expect(accepted?.epoch).not.toBe(epoch);
  await bench.boot(true);
  expect(bench.facts()[0]).toMatchObject({ seq: 1, type: "journal.quarantined" });
  expect(bench.kiosk.screen.state().screen.step).toBe("idle");
});

test("an edited fact breaks the chain and is found at the next start", async () => {
  const bench = await aBench();
  bench.hand(1, "force");
  await bench.after(5_000);
  await bench.kiosk.stop("clean");
  const database = openJournalDatabase({ path: join(bench.folder, "journal.sqlite") });
  database.run(
    "UPDATE facts SET data = replace(data, 'door1', 'door2')  WHERE type = 'door.forced'",
  );
  database.run(
    "UPDATE facts SET data = '{\"compartmentId\":\"cmp_00d00r20000000000000\"}' WHERE type = 'door.forced'",
  );
  database.close();
  await bench.boot(true);
  expect(bench.kiosk.screen.state().screen).toMatchObject({ reason: "journal_damaged" });
});

test("a journal that is gone is lost, not new", async () => {
  const bench = await aBench();
  await bench.kiosk.stop("clean");
  for (const side of ["", "-wal", "-shm"]) {
    rmSync(join(bench.folder, `journal.sqlite${side}`), { force: true });
  }
  await bench.boot(true);
  expect(bench.kiosk.screen.state().screen).toMatchObject({ reason: "journal_damaged" });
});

test("after a new journal the parcels inside are known again from the cloud's list", async () => {
  const bench = await aBench();
  const grant = aPickupGrant(bench, "73915284");
  bench.list({
    ...grant,
    active: true,
    parcels: grant.parcels.map((parcel) => ({
      ...parcel,
      stay: { stayId: "sty_00stay00000000000000", compartmentId: "cmp_00d00r30000000000000" },
    })),
  });
  bench.act({ action: "enter_code", code: "73915284" });
  const state = await bench.until("pickup_door");
  expect(state.screen).toMatchObject({ door: { label: "3" } });
});
