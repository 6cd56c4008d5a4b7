// Finds a board's byte order and polarity with the help of somebody before the doors, and prints the
// profile that the kiosk is then started with.
import { stdin, stdout } from "node:process";
import { createInterface, type Interface } from "node:readline/promises";
import {
  type CommissioningFinding,
  type CommissioningPerson,
  commissionBus,
} from "@pigeonhole/boards/commissioning/commission-bus";
import type { LockRef } from "@pigeonhole/boards/driver/lock-ref";
import { createSystemTimers } from "@pigeonhole/boards/ports/system-timers";
import { holdDataFolder } from "../platform/data-folder.ts";
import type { BusAddress } from "./bus-address.ts";
import { makeBuses } from "./open-buses.ts";
import { type Settings, SettingsError } from "./settings.ts";

export async function commission(settings: Settings): Promise<void> {
  if (settings.buses.length === 0) throw new SettingsError("Commissioning needs a --bus.");
  // Nobody else may open doors meanwhile.
  const held = holdDataFolder(settings.folder);
  const lines = createInterface({ input: stdin, output: stdout });
  try {
    for (const bus of settings.buses) await commissionOne(bus, lines);
  } finally {
    lines.close();
    held.release();
  }
}

async function commissionOne(bus: BusAddress, lines: Interface): Promise<void> {
  const timers = createSystemTimers();
  const driver = makeBuses([bus], timers).get(bus.name);
  if (driver === undefined) return;
  await driver.open();
  try {
    const learned = await commissionBus({ driver, timers, person: personAt(lines) });
    if (learned.ok) stdout.write(`${profileFileOf(bus, learned.value)}\n`);
    else for (const finding of learned.refusal) stdout.write(`${describe(finding)}\n`);
  } finally {
    await driver.close();
  }
}

function personAt(lines: Interface): CommissioningPerson {
  return {
    async mayOpen(lock) {
      await lines.question(`${nameOf(lock)} will open now. Hands away, then press Enter. `);
    },
    async whichOpened(lock) {
      const answer = await lines.question(
        "Did that door open? Enter for yes, n for none, or the board/lock of the door that did: ",
      );
      if (answer.trim() === "") return lock;
      const other = /^(\d{1,3})\/(\d{1,2})$/.exec(answer.trim());
      return other === null ? undefined : { board: Number(other[1]), channel: Number(other[2]) };
    },
    async isShutAgain() {
      await lines.question("Push the door shut, then press Enter. ");
    },
  };
}

/** What `--profile` reads. */
function profileFileOf(bus: BusAddress, profile: unknown): string {
  const { place } = bus;
  const where = place.kind === "tcp" ? `tcp://${place.host}:${place.port}` : `serial:${place.path}`;
  return JSON.stringify({ [bus.name]: { where, profile } }, null, 2);
}

function describe(finding: CommissioningFinding): string {
  return `${nameOf(finding.lock)}: ${finding.type.replaceAll("-", " ")}.`;
}

function nameOf(lock: LockRef): string {
  return `Lock ${lock.channel} of board ${lock.board}`;
}
