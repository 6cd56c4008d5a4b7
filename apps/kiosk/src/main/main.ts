import { randomBytes } from "node:crypto";
import { acceptNewJournal } from "../journal/accept-new-journal.ts";
import { DataFolderBusyError, holdDataFolder } from "../platform/data-folder.ts";
import { createKioskLog } from "../platform/logs.ts";
import { commission } from "./commission.ts";
import { enrolOnce } from "./enrol-once.ts";
import { printJournal } from "./print-journal.ts";
import { run } from "./run.ts";
import { helpText, readSettings, type Settings, SettingsError } from "./settings.ts";

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env);
  if (settings === undefined) return print(helpText);
  await runSubcommand(settings);
}

async function runSubcommand(settings: Settings): Promise<void> {
  switch (settings.subcommand) {
    case "run":
      return run(settings);
    case "enrol": {
      const held = holdDataFolder(settings.folder);
      await enrolOnce(settings, createKioskLog(settings.logLevel));
      return held.release();
    }
    case "commission":
      return commission(settings);
    case "accept-new-journal":
      return acceptJournal(settings);
    case "print-journal":
      return printJournal(settings.folder, print);
  }
}

function acceptJournal(settings: Settings): void {
  const held = holdDataFolder(settings.folder);
  const accepted = acceptNewJournal({
    folder: settings.folder,
    random: randomBytes,
    now: () => Temporal.Now.instant(),
  });
  held.release();
  if (accepted === undefined) {
    print("No journal was put aside; there is nothing to accept.");
    return;
  }
  print(`The damaged journal stays beside the new one. Reason: ${accepted.reason}`);
  print(
    `A new journal was begun, epoch ${accepted.epoch}. The cloud sends lists and layout again.`,
  );
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof DataFolderBusyError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
