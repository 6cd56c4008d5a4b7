import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { Journal } from "./journal.ts";
import {
  damageFileName,
  journalFileName,
  makeJournal,
  type OpenJournalRequest,
  readDamage,
  syncFolder,
} from "./open-journal.ts";

/**
 * An operator takes note that the old journal is lost to the kiosk and lets it begin a new one. The
 * new journal's first fact says so, and its new epoch tells the cloud to send everything again.
 */
export function acceptNewJournal(
  request: Pick<OpenJournalRequest, "folder" | "random" | "now">,
): { readonly reason: string; readonly epoch: string } | undefined {
  const reason = readDamage(request.folder);
  if (reason === undefined) return undefined;
  // A half-made journal of an attempt that was cut off holds nothing yet.
  const path = join(request.folder, journalFileName);
  if (existsSync(path)) renameSync(path, `${path}.unfinished-${request.now().epochMilliseconds}`);
  const journal: Journal = makeJournal(request);
  const { epoch } = journal;
  journal.facts.record(
    { type: "journal.quarantined", data: { reason: reason.slice(0, reasonLengthMax) } },
    request.now(),
  );
  journal.close("clean");
  const stamp = request.now().epochMilliseconds;
  renameSync(
    join(request.folder, damageFileName),
    join(request.folder, `journal-damaged-accepted-${stamp}.json`),
  );
  syncFolder(request.folder);
  return { reason, epoch };
}

const reasonLengthMax = 200;
