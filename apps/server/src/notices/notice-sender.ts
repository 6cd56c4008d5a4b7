import type { Deps } from "../deps.ts";
import { createRegionRounds } from "../device-link/region-rounds.ts";
import type { Timers } from "../platform/timers.ts";
import { type ClaimedNotice, claimNotices } from "./claim-notices.ts";
import { type MailHost, mailsAtOnceMax } from "./mail-host.ts";
import { noticeChannel } from "./queue-notices.ts";
import { renderNotice } from "./render-notice.ts";
import { type NoticeOutcome, settleNotice } from "./settle-notices.ts";

export type NoticeSender = {
  start(): Promise<void>;
  stop(): Promise<void>;
};

export type NoticeSenderDeps = Pick<
  Deps,
  "database" | "secrets" | "now" | "randomBytes" | "publicUrl" | "log"
> & { readonly timers: Timers; readonly mailHost: MailHost };

/** Due notices that no notification told of are looked for this often. */
const everySeconds = 15;
const claimedAtOnce = 20;

/**
 * Sends what `queueNotices` queued, each at least once. Any number of processes may send side by
 * side: each takes rows that no other has taken.
 */
export function createNoticeSender(deps: NoticeSenderDeps): NoticeSender {
  const rounds = createRegionRounds({
    deps,
    name: "notices",
    everySeconds,
    run: (region) => sendDue(deps, region),
  });
  let listening: { stop(): Promise<void> } | undefined;
  return {
    async start() {
      listening = await deps.database.listen(noticeChannel, () => rounds.nudge());
      rounds.start();
    },
    async stop() {
      await listening?.stop();
      await rounds.stop();
      deps.mailHost.close();
    },
  };
}

async function sendDue(deps: NoticeSenderDeps, region: string): Promise<void> {
  for (;;) {
    const claimed = await deps.database.region(region, (tx) =>
      claimNotices(tx, deps, claimedAtOnce),
    );
    if (claimed.length === 0) return;
    const queue = [...claimed];
    const lanes = Array.from({ length: mailsAtOnceMax }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        await sendOne(deps, region, next);
      }
    });
    await Promise.all(lanes);
  }
}

async function sendOne(
  deps: NoticeSenderDeps,
  region: string,
  claimed: ClaimedNotice,
): Promise<void> {
  const outcome = await handIn(deps, claimed);
  if (outcome.type === "refused") {
    const { noticeId, attempts } = claimed;
    deps.log.warn({ noticeId, attempts, reason: outcome.reason }, "a notice was not taken");
  }
  await deps.database.region(region, (tx) => settleNotice(tx, deps, claimed, outcome));
}

/** Whatever is wrong with one notice, the others go on. */
async function handIn(deps: NoticeSenderDeps, claimed: ClaimedNotice): Promise<NoticeOutcome> {
  const now = deps.now();
  try {
    const notice = claimed.read();
    if (notice === null) return { type: "not_needed" };
    await deps.mailHost.send({
      ...renderNotice(notice, now),
      to: { name: notice.recipientName, address: notice.recipientEmail },
      messageId: `<${notice.noticeId}@${new URL(deps.publicUrl).hostname}>`,
      language: notice.language,
      at: now,
    });
    return { type: "sent" };
  } catch (error) {
    return { type: "refused", ...troubleOf(error) };
  }
}

/** 5xx answers are final (RFC 5321, 4.2.1). The host's own text may quote the address: left out. */
function troubleOf(error: unknown): { readonly isFinal: boolean; readonly reason: string } {
  if (!(error instanceof Error)) return { isFinal: false, reason: "unknown" };
  const code = "code" in error ? String(error.code) : error.name;
  const answer = "responseCode" in error ? Number(error.responseCode) : 0;
  return { isFinal: answer >= 500, reason: answer === 0 ? code : `${code} ${answer}` };
}
