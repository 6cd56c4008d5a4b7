// A recipient opens from the phone, standing before the locker. Whatever the cloud sends, the kiosk
// checks the right, the digits on its own screen, its own limit, and that nobody else is served.
import assert from "node:assert/strict";
import { decideGrantUse } from "../access/admit.ts";
import { staysOfGrant } from "../access/domain-grant.ts";
import type { Presence } from "../access/presence.ts";
import type { CommandOutcome } from "../journal/commands.ts";
import { type Desk, endVisit, newVisit, recordFact } from "./desk.ts";
import { openForPickup } from "./pickup.ts";

export type RemoteOpening = {
  readonly commandId: string;
  readonly grantId: string;
  readonly compartmentId: string;
  readonly presenceCode: string;
};

export type RemoteDeps = {
  readonly presence: Presence;
  /** True while another remote opening may be done; the caller counts it in the transaction. */
  readonly mayOpen: () => boolean;
  readonly isServing: () => boolean;
  /** Counts the opening and answers the command in the transaction of the intent. */
  readonly commit: (commandId: string, answer: CommandOutcome) => void;
};

/** Throws `JournalWriteError` when nothing could be committed; then nothing was opened. */
export function openRemotely(desk: Desk, deps: RemoteDeps, remote: RemoteOpening): CommandOutcome {
  const refusal = whyNot(desk, deps, remote);
  if (refusal !== undefined) {
    const answer = { outcome: "refused", reason: refusal } as const;
    const { commandId } = remote;
    desk.journal.transact(() => {
      recordFact(desk, "remote.refused", { commandId, reason: refusal });
      desk.journal.commands.answer(commandId, answer, desk.now());
    });
    return answer;
  }
  if (desk.state.visit !== null) endVisit(desk, "completed");
  return openNow(desk, deps, remote);
}

function whyNot(desk: Desk, deps: RemoteDeps, remote: RemoteOpening): string | undefined {
  if (!deps.isServing()) return "not_serving";
  if (!deps.mayOpen()) return "too_many_remote_openings";
  const step = desk.state.visit?.step.step;
  if (step !== undefined && step !== "pickup_done" && step !== "problem_noted") {
    return "somebody_is_served";
  }
  const listed = desk.journal.grants.find(remote.grantId);
  if (listed === undefined || listed.grant.purpose !== "pickup") return "grant_unknown";
  // The digits come before everything else about the grant, so that nobody learns of it from afar.
  if (!deps.presence.prove(remote.presenceCode)) return "presence_not_proven";
  const use = decideGrantUse(desk.admit, listed, desk.now());
  if (!use.ok) return `grant_${use.error.type}`;
  const isThere = staysOfGrant(listed, desk.journal.stays).some(
    (stay) => stay.compartmentId === remote.compartmentId,
  );
  return isThere ? undefined : "compartment_not_of_grant";
}

function openNow(desk: Desk, deps: RemoteDeps, remote: RemoteOpening): CommandOutcome {
  const { commandId, grantId, compartmentId } = remote;
  const done = { outcome: "done", reason: null } as const;
  const listed = desk.journal.grants.find(grantId);
  const stay = desk.journal.stays.openIn(compartmentId);
  assert(listed !== undefined && stay !== undefined, "a remote opening was judged before");
  const visit = { ...newVisit(desk, "remote", listed, { step: "choose_parcels" }), commandId };
  openForPickup(desk, visit, {
    stay,
    purpose: "remote",
    isFirst: true,
    before: () => deps.commit(commandId, done),
  });
  const { visit: begun } = desk.state;
  // Further doors of this visit are opened by the person at the screen, not by the command.
  if (begun !== null) desk.state = { ...desk.state, visit: { ...begun, commandId: null } };
  return done;
}
