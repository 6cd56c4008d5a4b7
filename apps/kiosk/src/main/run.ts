import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { createSystemTimers } from "@pigeonhole/boards/ports/system-timers";
import { createWebSocketOpener } from "../cloud-link/web-socket.ts";
import { createKiosk, type Kiosk } from "../create-kiosk.ts";
import {
  type DeviceIdentity,
  fingerprintOf,
  readIdentity,
  writeIdentity,
} from "../enrolment/device-identity.ts";
import { createDeviceTokens } from "../enrolment/device-token.ts";
import { createIdleScreen } from "../idle-screen.ts";
import { openJournal } from "../journal/open-journal.ts";
import { holdDataFolder } from "../platform/data-folder.ts";
import { createKioskLog, type KioskLog } from "../platform/logs.ts";
import { serveScreen } from "../screen-api/screen-api.ts";
import { enrolOnce } from "./enrol-once.ts";
import { makeBuses } from "./open-buses.ts";
import { openWhenDiskAllows } from "./open-when-disk-allows.ts";
import { redactedSettings, type Settings } from "./settings.ts";
import { kioskVersion } from "./version.ts";

/** Serves until a signal comes. */
export async function run(settings: Settings): Promise<void> {
  const log = createKioskLog(settings.logLevel);
  const held = holdDataFolder(settings.folder);
  log.info(redactedSettings(settings), "kiosk starts");
  let identity = readIdentity(settings.folder);
  if (settings.enrolmentCode !== undefined && identity?.lockerId == null) {
    identity = await enrolOnce(settings, log);
  }
  if (identity?.lockerId == null) {
    log.warn({}, "not enrolled: ask the operator for a code and start once with --enrol CODE");
  }
  const kiosk = await openKiosk(settings, identity, log);
  const timers = createSystemTimers();
  const api = await serveScreen(
    { screen: kiosk.screen, timers, pagesFolder: settings.pagesFolder },
    settings.screenPort,
  );
  log.info({ screen: `http://127.0.0.1:${api.port}/` }, "the screen is served");
  await kiosk.start();
  log.info({ fingerprint: identity && fingerprintOf(identity) }, "kiosk runs");
  const signal = await nextSignal();
  log.info({ signal }, "kiosk stops");
  await api.close();
  await kiosk.stop("clean");
  held.release();
}

/** The first journal is not waited for: one that was begun on a full disk would look damaged. */
async function openKiosk(
  settings: Settings,
  identity: DeviceIdentity | undefined,
  log: KioskLog,
): Promise<Kiosk> {
  const open = () => makeKiosk(settings, identity, log);
  if (identity?.hasJournal !== true) return open();
  return openWhenDiskAllows({ open, showWhy: () => showFullDisk(settings), pause, log });
}

async function showFullDisk(settings: Settings): Promise<() => Promise<void>> {
  const now = () => Temporal.Now.instant();
  const { screen } = createIdleScreen({ now }, { reason: "disk_full", fingerprint: null });
  const { pagesFolder, screenPort } = settings;
  const api = await serveScreen({ screen, timers: createSystemTimers(), pagesFolder }, screenPort);
  return api.close;
}

function makeKiosk(settings: Settings, identity: DeviceIdentity | undefined, log: KioskLog): Kiosk {
  const timers = createSystemTimers();
  const now = () => Temporal.Now.instant();
  const journal = openJournal({
    folder: settings.folder,
    mustExist: identity?.hasJournal ?? false,
    now,
    random: randomBytes,
  });
  if (journal.type === "opened" && identity !== undefined && !identity.hasJournal) {
    writeIdentity(settings.folder, { ...identity, hasJournal: true });
  }
  const lockerId = identity?.lockerId;
  const tokens =
    identity === undefined || lockerId == null
      ? undefined
      : createDeviceTokens({ ...identity, lockerId }, settings.server, randomBytes);
  return createKiosk({
    now,
    timers,
    random: randomBytes,
    log,
    journal,
    identity,
    buses: makeBuses(settings.buses, timers),
    openSocket: createWebSocketOpener(settings.server),
    signToken: (at) => {
      if (tokens === undefined) throw new TypeError("a kiosk without a locker has no token");
      return tokens.sign(at);
    },
    version: kioskVersion,
    machineBoot: readMachineBoot(),
  });
}

/** Linux tells every start of the machine from the others; elsewhere a crash and a power cut look alike. */
function readMachineBoot(): string {
  const path = "/proc/sys/kernel/random/boot_id";
  return existsSync(path) ? readFileSync(path, "utf8").trim() : "unknown";
}

function nextSignal(): Promise<string> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve("SIGINT"));
    process.once("SIGTERM", () => resolve("SIGTERM"));
  });
}
