// May this person begin a visit? Only who shows a secret that is on the list, or was on it lately,
// is told why not; everybody else hears the same one sentence.

import type { FactContent } from "@pigeonhole/contract/device/facts";
import type { ScreenRefusal } from "@pigeonhole/contract/kiosk-screen/screen-state";
import { decideUse, type GrantUseRefusal } from "@pigeonhole/domain/grant/grant";
import { err, ok, type Result } from "@pigeonhole/domain/result";
import type { ListedGrant } from "../journal/grant-list.ts";
import type { Journal } from "../journal/journal.ts";
import { toDomainGrant } from "./domain-grant.ts";
import type { PresentedSecret, SecretFinder } from "./secret-tags.ts";
import type { ThrottleStore } from "./throttle-store.ts";

export type AdmitDeps = {
  readonly journal: Journal;
  readonly throttle: ThrottleStore;
  readonly findSecret: SecretFinder;
  readonly lockerId: string;
  readonly now: () => Temporal.Instant;
};

/** Throws `JournalWriteError` when a wrong code could not be counted: then nothing was told. */
export function admit(
  deps: AdmitDeps,
  presented: PresentedSecret,
): Result<ListedGrant, ScreenRefusal> {
  const at = deps.now();
  const isCode = presented.kind === "code";
  if (isCode && deps.throttle.waitUntil(at) !== undefined) return err("too_many_tries");
  const listed = deps.findSecret(presented);
  if (listed === undefined) return err(refuseUnknown(deps, presented, at));
  const use = decideGrantUse(deps, listed, at);
  if (!use.ok) {
    noteRefusal(deps, { way: presented.kind, reason: use.error.type, failuresInRow: 0 }, at);
    return err(refusalOf(use.error));
  }
  if (isCode) deps.throttle.countSuccess(at);
  return ok(listed);
}

/** The domain's answer for a grant of the list. */
export function decideGrantUse(
  deps: Pick<AdmitDeps, "journal" | "lockerId">,
  listed: ListedGrant,
  at: Temporal.Instant,
): Result<true, GrantUseRefusal> {
  const grant = toDomainGrant(listed, deps.journal.stays, { lockerId: deps.lockerId, now: at });
  const use = decideUse(grant, at);
  return use.ok ? ok(true) : use;
}

function refuseUnknown(
  deps: AdmitDeps,
  presented: PresentedSecret,
  at: Temporal.Instant,
): ScreenRefusal {
  const { journal, throttle } = deps;
  journal.transact(() => {
    if (presented.kind !== "code") {
      noteRefusal(deps, { way: presented.kind, reason: "unknown", failuresInRow: 0 }, at);
      return;
    }
    const { failuresInRow, failuresInDay, alarmBegins } = throttle.countFailure(at);
    noteRefusal(deps, { way: "code", reason: "unknown", failuresInRow }, at);
    if (alarmBegins) journal.facts.record({ type: "access.alarm", data: { failuresInDay } }, at);
  });
  return "code_unknown";
}

type Refused = Extract<FactContent, { type: "access.refused" }>["data"];

function noteRefusal(deps: AdmitDeps, data: Refused, at: Temporal.Instant): void {
  deps.journal.facts.record({ type: "access.refused", data }, at);
}

function refusalOf(refusal: GrantUseRefusal): ScreenRefusal {
  switch (refusal.type) {
    case "not_deposited_yet":
    case "not_yet":
      return "code_not_deposited_yet";
    case "deadline_passed":
      return "code_deadline_passed";
    case "already_used":
      return "code_already_collected";
    case "revoked":
      return "code_revoked";
  }
}
