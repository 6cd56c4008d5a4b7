import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Grant } from "@pigeonhole/contract/device/grants";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { acceptNewJournal } from "./accept-new-journal.ts";
import { createBacklog } from "./backlog.ts";
import { createJournal, type Journal } from "./journal.ts";
import { numberOf, openJournalDatabase, textOf, textOrNullOf } from "./journal-database.ts";
import { JournalWriteError, journalProblemOf, sqliteCodeOf } from "./journal-failure.ts";
import { makeJournal, openJournal, readDamage } from "./open-journal.ts";

const at = Temporal.Instant.from("2026-11-02T08:00:00Z");
const later = at.add({ hours: 1 });
let folder = "";
let dice = 0;
const random = (bytes: number) => {
  dice += 1;
  return new Uint8Array(bytes).fill(dice);
};
const request = (mustExist = false) => ({ folder, mustExist, now: () => at, random });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function anOpenJournal(): Journal {
  const opened = openJournal(request());
  if (opened.type !== "opened") throw new Error(opened.reason);
  return opened.journal;
}

function note(journal: Journal, reason = "test") {
  return journal.facts.record({ type: "frames.dropped", data: { count: 1, reason } }, at);
}

describe("durability", () => {
  test("every connection runs with WAL and a sync at every commit", () => {
    const database = openJournalDatabase({ path: join(folder, "a.sqlite") });
    expect(database.row("PRAGMA journal_mode")).toEqual({ journal_mode: "wal" });
    expect(database.row("PRAGMA synchronous")).toEqual({ synchronous: 2 });
    database.close();
  });

  test("a connection that cannot have WAL is refused", () => {
    expect(() => openJournalDatabase({ path: ":memory:" })).toThrow("journal_mode=memory");
  });

  test("what was committed is there after the process is gone, what was not is not", () => {
    const journal = anOpenJournal();
    note(journal);
    expect(() =>
      journal.transact(() => {
        note(journal);
        throw new Error("pulled plug");
      }),
    ).toThrow("pulled plug");
    expect(journal.facts.lastSeq()).toBe(1);
    note(journal);
    journal.close("abrupt");
    const again = anOpenJournal();
    expect(again.facts.after(0, 10).map((fact) => fact.seq)).toEqual([1, 2]);
    expect(again.kept.read("clean_stop")).toBeUndefined();
    again.close("clean");
    expect(anOpenJournal().kept.read("clean_stop")).toBe("yes");
  });
});

describe("the outbox", () => {
  test("a fact leaves it only by an acknowledgement of a fact that exists", () => {
    const journal = anOpenJournal();
    for (let count = 0; count < 5; count += 1) note(journal);
    journal.facts.acknowledge(3);
    journal.facts.acknowledge(2);
    journal.facts.acknowledge(99);
    expect(journal.facts.ackedSeq()).toBe(3);
    expect(journal.facts.after(3, 10).map((fact) => fact.seq)).toEqual([4, 5]);
    journal.close("clean");
    expect(anOpenJournal().facts.ackedSeq()).toBe(3);
  });

  test("only acknowledged facts are forgotten, and the chain stays whole", () => {
    const journal = anOpenJournal();
    for (let count = 0; count < 20; count += 1) note(journal);
    journal.facts.prune(5);
    expect(journal.facts.after(0, 99)).toHaveLength(20);
    journal.facts.acknowledge(10);
    journal.facts.prune(5);
    expect(journal.facts.after(0, 99)[0]?.seq).toBe(10);
    expect(journal.facts.findFault()).toBeUndefined();
    journal.facts.acknowledge(20);
    journal.facts.prune(5);
    expect(journal.facts.after(0, 99)[0]?.seq).toBe(15);
  });

  test("a long outbox is verified in batches", () => {
    const journal = anOpenJournal();
    journal.transact(() => {
      for (let count = 0; count < 2_100; count += 1) note(journal);
    });
    expect(journal.facts.findFault()).toBeUndefined();
  });
});

describe("damage", () => {
  function damageBy(statement: string): string {
    const journal = anOpenJournal();
    for (let count = 0; count < 5; count += 1) note(journal);
    journal.facts.acknowledge(2);
    journal.close("clean");
    const database = openJournalDatabase({ path: join(folder, "journal.sqlite") });
    database.script(statement);
    database.close();
    const opened = openJournal(request());
    return opened.type === "damaged" ? opened.reason : "opened";
  }

  test("a missing, an edited and an acknowledged-but-gone fact are found", () => {
    expect(damageBy("DELETE FROM facts WHERE seq = 4")).toBe("fact 5: gap");
  });
  test("an edit is found", () => {
    expect(damageBy("UPDATE facts SET at = '2020-01-01T00:00:00Z' WHERE seq = 4")).toBe(
      "fact 4: wrong_hash",
    );
  });
  test("a tail that hangs on nothing is found", () => {
    expect(damageBy("DELETE FROM facts WHERE seq = 2")).toBe("fact 2: gap");
    expect(readDamage(folder)).toBe("fact 2: gap");
  });
  test("everything gone but the acknowledgement is found", () => {
    expect(damageBy("DELETE FROM facts")).toBe("fact 2: gap");
  });
  test("a file of another version is put aside", () => {
    expect(damageBy("PRAGMA user_version = 99")).toBe("schema version 99");
  });
  test("a file without an epoch is put aside", () => {
    expect(damageBy("DELETE FROM kept WHERE name = 'epoch'")).toBe("no epoch");
    const bare = openJournalDatabase({ path: join(folder, "bare.sqlite") });
    bare.script(
      "CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT); CREATE TABLE facts (seq, at, type, data, hash)",
    );
    expect(() => createJournal(bare)).toThrow("no epoch");
    bare.close();
  });
  test("a row that lost its index entry is put aside", () => {
    const journal = anOpenJournal();
    for (let count = 0; count < 200; count += 1) note(journal, "x".repeat(60));
    journal.close("clean");
    const path = join(folder, "journal.sqlite");
    const bytes = readFileSync(path);
    // The count of entries on the last page of facts: the file opens, and the check finds it.
    const page = bytes.length - 4_096;
    bytes.writeUInt16BE(bytes.readUInt16BE(page + 3) + 9, page + 3);
    writeFileSync(path, bytes);
    expect(openJournal(request())).toMatchObject({ type: "damaged" });
    expect(readDamage(folder)).toMatch(/quick_check|corrupt|malformed/i);
  });
  test("a file that is no database is put aside and kept", () => {
    writeFileSync(
      join(folder, "journal.sqlite"),
      "not a database, but long enough to be read".repeat(50),
    );
    expect(openJournal(request()).type).toBe("damaged");
    expect(readdirSync(folder).some((name) => name.startsWith("journal.sqlite.quarantine-"))).toBe(
      true,
    );
    expect(openJournal(request())).toMatchObject({ type: "damaged" });
  });
  test("a folder that cannot be read is an error, not damage", () => {
    rmSync(folder, { recursive: true });
    expect(() => openJournal(request())).toThrow();
  });
  test("a note of damage without a reason still counts", () => {
    writeFileSync(join(folder, "journal-damaged.json"), "{}");
    expect(readDamage(folder)).toBe("unknown");
    expect(openJournal(request())).toEqual({ type: "damaged", reason: "unknown" });
  });

  test("a new journal is begun only when damage was noted, and says why in its first fact", () => {
    expect(acceptNewJournal(request())).toBeUndefined();
    expect(openJournal(request(true))).toEqual({
      type: "damaged",
      reason: "the journal is missing",
    });
    makeJournal({ folder, random }).close("abrupt");
    const accepted = acceptNewJournal(request());
    expect(accepted?.reason).toBe("the journal is missing");
    const opened = openJournal(request(true));
    if (opened.type !== "opened") throw new Error(opened.reason);
    expect(opened.isNew).toBe(false);
    expect(opened.journal.epoch).toBe(accepted?.epoch);
    expect(opened.journal.facts.after(0, 1)[0]?.type).toBe("journal.quarantined");
  });
});

describe("a disk that takes nothing", () => {
  function fill(journal: Journal): unknown {
    try {
      for (;;) journal.transact(() => note(journal, "x".repeat(60)));
    } catch (error) {
      return error;
    }
  }

  test("a write fails as a whole, is told, and the next one is tried", () => {
    const opened = openJournal({ ...request(), pagesMax: 60 });
    if (opened.type !== "opened") throw new Error(opened.reason);
    const { journal } = opened;
    expect(journal.probe()).toBe(true);
    const error = fill(journal);
    expect(error).toBeInstanceOf(JournalWriteError);
    expect(error).toMatchObject({ code: "journal.disk_full" });
    expect(journal.problem()).toBe("disk_full");
    expect(journal.probe()).toBe(false);
    expect(journal.facts.findFault()).toBeUndefined();
    journal.facts.acknowledge(journal.facts.lastSeq());
    journal.facts.prune(1);
    expect(journal.probe()).toBe(true);
    expect(journal.problem()).toBeUndefined();
  });

  test("a clean stop that cannot be noted is a stop all the same", () => {
    const opened = openJournal({ ...request(), pagesMax: 40 });
    if (opened.type !== "opened") throw new Error(opened.reason);
    const { journal } = opened;
    fill(journal);
    expect(() => journal.close("clean")).not.toThrow();
  });

  test("errors of SQLite are told apart from defects", () => {
    const failed = (errcode: unknown) => Object.assign(new Error("x"), { errcode });
    expect(journalProblemOf(failed(13))).toBe("disk_full");
    expect(journalProblemOf(failed(10 + 256 * 12))).toBe("io_error");
    expect(journalProblemOf(failed(8))).toBe("io_error");
    expect(journalProblemOf(failed(14))).toBe("io_error");
    expect(journalProblemOf(failed(11))).toBe("damaged");
    expect(journalProblemOf(failed(26))).toBe("damaged");
    expect(journalProblemOf(failed(19))).toBeUndefined();
    expect(sqliteCodeOf(failed("13"))).toBeUndefined();
    expect(sqliteCodeOf(new Error("x"))).toBeUndefined();
    expect(sqliteCodeOf("x")).toBeUndefined();
  });

  test("a defect in a transaction stays a defect", () => {
    const journal = anOpenJournal();
    expect(() =>
      journal.transact(() => journal.stays.begin({ stayId: null } as never, at)),
    ).toThrow();
    expect(journal.problem()).toBeUndefined();
    journal.close("abrupt");
    expect(() => journal.probe()).toThrow();
    expect(() => journal.close("clean")).toThrow();
  });

  test("work that could not be written is kept in its order and done later", () => {
    const done: string[] = [];
    let isFull = true;
    let told = 0;
    const write = (name: string) => () => {
      if (isFull) throw new JournalWriteError("disk_full", undefined);
      done.push(name);
    };
    const backlog = createBacklog(
      () => {
        told += 1;
      },
      () => {},
    );
    backlog.doNowOrLater(write("first"));
    backlog.doNowOrLater(write("second"));
    backlog.catchUp();
    expect([done, told, backlog.isBehind()]).toEqual([[], 2, true]);
    isFull = false;
    backlog.doNowOrLater(write("third"));
    backlog.catchUp();
    backlog.doNowOrLater(write("fourth"));
    expect(done).toEqual(["first", "second", "third", "fourth"]);
    const defect = () => {
      throw new RangeError("defect");
    };
    expect(() => backlog.doNowOrLater(defect)).toThrow(RangeError);
  });

  test("kept work that is a defect is told and dropped, and what is behind it is done", () => {
    const done: string[] = [];
    const failures: unknown[] = [];
    let isFull = true;
    const backlog = createBacklog(
      () => {},
      (error) => failures.push(error),
    );
    const defect = new RangeError("defect");
    backlog.doNowOrLater(() => {
      if (isFull) throw new JournalWriteError("disk_full", undefined);
      throw defect;
    });
    backlog.doNowOrLater(() => done.push("second"));
    isFull = false;
    backlog.catchUp();
    expect([done, failures, backlog.isBehind()]).toEqual([["second"], [defect], false]);
  });
});

describe("grants", () => {
  const tag = (letter: string) => letter.repeat(64);
  function aGrant(name: string, changes: Partial<Grant> = {}): Grant {
    return {
      grantId: `grt_${name}`,
      purpose: "pickup",
      active: true,
      notBefore: "2026-01-01T00:00:00Z",
      notAfter: "2027-01-01T00:00:00Z",
      usesMax: null,
      secrets: [{ way: "code", tag: tag("a") }],
      courierId: null,
      language: null,
      parcels: [
        {
          parcelId: `par_${name}`,
          trackingNumber: `TRACK-${name}`,
          labels: [`label ${name}`],
          sizeMm: null,
          massGrams: null,
          sizeClass: "S",
          needsLow: true,
          stay: null,
        },
      ],
      ...changes,
    };
  }
  const change = (version: number, base: number, upserts: Grant[], removals: string[] = []) => ({
    version,
    base,
    more: false,
    upserts,
    removals,
  });

  test("a change is applied only on the version it was made for", () => {
    const { grants } = anOpenJournal();
    expect(grants.apply(change(3, 2, [aGrant("x")]), at)).toBe("wrong_base");
    expect(grants.apply(change(3, 0, [aGrant("x")]), at)).toBe("applied");
    expect(grants.apply(change(3, 2, [aGrant("y")]), at)).toBe("already_applied");
    expect(grants.apply(change(4, 3, [aGrant("y")], ["grt_x"]), at)).toBe("applied");
    expect(grants.version()).toBe(4);
    expect(grants.find("grt_x")?.removedAt).toBe(at.toString());
    expect(grants.find("grt_none")).toBeUndefined();
  });

  test("frames of one change apply together, and an unfinished change leaves no trace", () => {
    const { grants } = anOpenJournal();
    const more = { ...change(2, 0, [aGrant("x")]), more: true };
    expect(grants.apply(more, at)).toBe("staged");
    grants.dropStaged();
    expect(grants.apply(more, at)).toBe("staged");
    expect(grants.find("grt_x")).toBeUndefined();
    expect(grants.apply(change(3, 0, [aGrant("y")]), at)).toBe("applied");
    expect(grants.find("grt_x")).toBeUndefined();
    expect(grants.find("grt_y")).toBeDefined();
  });

  test("a whole list forgets what is not on it, and a grant may come back", () => {
    const { grants } = anOpenJournal();
    grants.apply(change(1, 0, [aGrant("x")]), at);
    grants.apply(change(2, 0, []), at);
    expect(grants.find("grt_x")?.removedAt).not.toBeNull();
    grants.apply(change(3, 2, [aGrant("x")]), at);
    expect(grants.find("grt_x")?.removedAt).toBeNull();
  });

  test("a secret finds its grant, and a live one before one that left the list", () => {
    const { grants } = anOpenJournal();
    expect(grants.findByTag("code", tag("a"))).toBeUndefined();
    grants.apply(change(1, 0, [aGrant("x"), aGrant("y")]), at);
    grants.apply(change(2, 1, [], ["grt_x"]), at);
    expect(grants.findByTag("code", tag("a"))?.grant.grantId).toBe("grt_y");
    expect(grants.findByTag("qr", tag("a"))).toBeUndefined();
  });

  test("a label is found whatever its case and spaces, and is known as cancelled once removed", () => {
    const { grants } = anOpenJournal();
    grants.apply(change(1, 0, [aGrant("x")]), at);
    expect(grants.findByLabel("LABEL x")?.parcel.parcelId).toBe("par_x");
    expect(grants.findByLabel("track-X")?.wasRemoved).toBe(false);
    expect(grants.findByLabel("other")).toBeUndefined();
    grants.apply(change(2, 1, [], ["grt_x"]), at);
    expect(grants.findByLabel("labelx")?.wasRemoved).toBe(true);
    expect(grants.pickupGrantsOf("par_x")).toEqual([]);
  });

  test("parcels that never lay here are expected", () => {
    const { grants, stays } = anOpenJournal();
    grants.apply(change(1, 0, [aGrant("x"), aGrant("y")]), at);
    expect(grants.countExpected()).toBe(2);
    stays.begin({ stayId: "s", parcelId: "par_x", compartmentId: "c", trackingNumber: "t" }, at);
    expect(grants.expected(9)).toEqual([{ parcelId: "par_y", sizeClass: "S", needsLow: true }]);
    expect(grants.pickupGrantsOf("par_x").map((one) => one.grant.grantId)).toEqual(["grt_x"]);
  });

  test("uses are counted, and grants that left the list are forgotten after a while", () => {
    const { grants } = anOpenJournal();
    grants.apply(change(1, 0, [aGrant("x")]), at);
    grants.noteUse("grt_x", at);
    grants.noteUsedUp("grt_x", later);
    expect(grants.find("grt_x")).toMatchObject({
      uses: 1,
      lastUsedAt: at.toString(),
      usedUpAt: later.toString(),
    });
    grants.apply(change(2, 1, [], ["grt_x"]), at);
    grants.forgetRemoved(at);
    expect(grants.find("grt_x")).toBeDefined();
    grants.forgetRemoved(later);
    expect(grants.find("grt_x")).toBeUndefined();
  });

  test("the cloud is believed about a stay only where this journal knows nothing", () => {
    const { grants, stays } = anOpenJournal();
    const believed = (name: string, stayId: string, compartmentId: string) =>
      aGrant(name, {
        parcels: aGrant(name).parcels.map((parcel) => ({
          ...parcel,
          stay: { stayId, compartmentId } as never,
        })),
      });
    grants.apply(change(1, 0, [believed("x", "s1", "c1")]), at);
    expect(stays.openIn("c1")).toMatchObject({ parcelId: "par_x" });
    stays.end("s1", "pickup", at);
    grants.apply(
      change(2, 1, [
        believed("x", "s1", "c1"),
        believed("y", "s1", "c2"),
        believed("z", "s3", "c3"),
      ]),
      at,
    );
    grants.apply(
      change(3, 2, [
        believed("v", "s4", "c3"),
        { ...believed("w", "s5", "c5"), purpose: "courier" },
      ]),
      at,
    );
    expect(stays.open().map((stay) => stay.stayId)).toEqual(["s3"]);
    expect(stays.openOfParcel("par_x")).toBeUndefined();
    expect(stays.hasEndedOfParcel("par_x")).toBe(true);
    expect(stays.hasEndedOfParcel("par_y")).toBe(false);
  });

  test("a deposit outweighs what the cloud believed, and ended stays are forgotten in time", () => {
    const { stays } = anOpenJournal();
    const stay = { stayId: "s1", parcelId: "p1", compartmentId: "c1", trackingNumber: "t" };
    stays.begin(stay, at);
    stays.begin({ ...stay, stayId: "s2", parcelId: "p2" }, at);
    expect(stays.open().map((one) => one.stayId)).toEqual(["s2"]);
    stays.forgetEnded(later);
    expect(stays.hasEndedOfParcel("p1")).toBe(false);
  });
});

describe("the rest that is kept", () => {
  test("an opening is kept until what follows from it is recorded", () => {
    const { openings } = anOpenJournal();
    openings.begin({
      openingId: "opn_1",
      compartmentId: "c",
      purpose: "pickup",
      visitId: null,
      grantId: null,
      commandId: null,
      stayId: null,
      intendedAt: at.toString(),
    });
    openings.reach("opn_1", "pulsed", at);
    expect(openings.unfinished()[0]).toMatchObject({ stage: "pulsed", openedAt: null });
    openings.reach("opn_1", "open", at);
    openings.reach("opn_1", "closed", later);
    expect(openings.unfinished()[0]).toMatchObject({ stage: "closed", openedAt: at.toString() });
    openings.finish("opn_1");
    expect(openings.unfinished()).toEqual([]);
  });

  test("commands keep their answer, and only the newest are kept", () => {
    const { commands } = anOpenJournal();
    expect(commands.answerOf("cmd_1")).toBeUndefined();
    commands.answer("cmd_1", { outcome: "refused", reason: "expired" }, at);
    expect(commands.answerOf("cmd_1")).toEqual({ outcome: "refused", reason: "expired" });
    commands.countRemoteOpening("cmd_1", at);
    expect(commands.remoteOpeningIds()).toEqual(["cmd_1"]);
    commands.forgetRemoteOpening("cmd_1");
    expect(commands.remoteOpeningIds()).toEqual([]);
  });

  test("conditions and single values are read back as they were written", () => {
    const { conditions, kept } = anOpenJournal();
    expect(conditions.of("c")).toBe("usable");
    conditions.set("c", "broken", null);
    expect(conditions.of("c")).toBe("broken");
    expect(kept.read("visit")).toBeUndefined();
    kept.write("visit", "vis_1");
    kept.remove("visit");
    expect(kept.read("visit")).toBeUndefined();
  });

  test("a column of another kind is a defect", () => {
    expect(() => textOf({ a: 1 }, "a")).toThrow(TypeError);
    expect(() => numberOf({ a: "1" }, "a")).toThrow(TypeError);
    expect(textOrNullOf({ a: null }, "a")).toBeNull();
    expect(textOrNullOf({ a: "x" }, "a")).toBe("x");
  });

  test("statements are written by hand, so a program that makes them up is stopped", () => {
    const database = openJournalDatabase({ path: join(folder, "many.sqlite") });
    expect(() => {
      for (let count = 0; count < 300; count += 1) database.row(`SELECT ${count}`);
    }).toThrow(RangeError);
    database.close();
  });

  test("a reader beside a running kiosk changes nothing", () => {
    const journal = anOpenJournal();
    note(journal);
    const reader = openJournalDatabase({ path: join(folder, "journal.sqlite"), readOnly: true });
    expect(reader.rows("SELECT seq FROM facts")).toHaveLength(1);
    expect(() => reader.run("DELETE FROM facts")).toThrow();
    reader.close();
  });
});
