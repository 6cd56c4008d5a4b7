import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type DeviceIdentity, fingerprintOf } from "../enrolment/device-identity.ts";
import { enrol } from "../enrolment/enrol.ts";
import { enrolmentRefusalText } from "../enrolment/enrolment-refusal-text.ts";
import type { KioskLog } from "../platform/logs.ts";
import { type Settings, SettingsError } from "./settings.ts";

/** A one-time code lives for 15 minutes, so trying for longer is of no use. */
const triesMax = 60;
const tryEveryMs = 5_000;

/** Enrols with the code of the settings; waits for a server that is not there yet. */
export async function enrolOnce(settings: Settings, log: KioskLog): Promise<DeviceIdentity> {
  const { enrolmentCode: code, server, folder } = settings;
  if (code === undefined) throw new SettingsError("Enrolment needs a code: --enrol CODE.");
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = await enrol({ code, server, folder, random: randomBytes, fetch });
      if (!answer.ok) throw new SettingsError(enrolmentRefusalText(answer.error));
      const { identity, lockerId } = answer.value;
      log.info({ lockerId, fingerprint: fingerprintOf(identity) }, "enrolled");
      return identity;
    } catch (error) {
      if (error instanceof SettingsError || tries >= triesMax) throw error;
      log.warn({ error, tries }, "the server cannot be reached for enrolment");
      await pause(tryEveryMs);
    }
  }
}
