import type { RecipientView, RemoteOpening, Share } from "@pigeonhole/contract/http/recipients";
import type { Problem } from "@pigeonhole/contract/problem";
import type { Answer, Client } from "@pigeonhole/sdk/client";

export type ProblemKind =
  | "door_did_not_open"
  | "empty"
  | "not_mine"
  | "damaged"
  | "unreachable"
  | "other";

export type ProblemReport = { readonly kind: ProblemKind; readonly note?: string };

/** What the recipient's page can ask of the network, for the one link it belongs to. */
export type RecipientLink = {
  /** Path of the page itself; the token stands nowhere else. */
  readonly path: string;
  view(signal: AbortSignal): Promise<LinkNews>;
  share(name: string): Promise<Answer<Share>>;
  revoke(share: Share): Promise<Answer<undefined>>;
  open(presenceCode: string): Promise<Answer<RemoteOpening>>;
  opening(opening: RemoteOpening): Promise<Answer<RemoteOpening>>;
  report(report: ProblemReport): Promise<Answer<{ readonly reference: string }>>;
};

export type LinkNews =
  | { readonly kind: "view"; readonly view: RecipientView }
  /** The network says that the link leads nowhere any more. */
  | { readonly kind: "gone" };

/** The network answered, but with neither a view nor the end of the link. */
export class NewsFailure extends Error {
  override readonly name = "NewsFailure";
  readonly code: string;

  constructor(problem: Problem) {
    super(`no news: ${problem.code}`);
    this.code = problem.code;
  }
}

/**
 * Nothing here is repeated by itself once it may have arrived: a door must not open twice, nor two
 * codes be made, because an answer was lost.
 */
export function createRecipientLink(client: Client, path: string): RecipientLink {
  const token = decodeURIComponent(path.replace(/^.*\/t\//, "").replace(/\/.*$/, ""));
  const params = { token };
  return {
    path,
    async view(signal) {
      const answer = await client.getTrackingLink({ params, signal });
      if (answer.ok) return { kind: "view", view: answer.body };
      if (answer.problem.code === "link.unknown") return { kind: "gone" };
      throw new NewsFailure(answer.problem);
    },
    share: (name) => client.createShare({ params, body: { name } }),
    revoke: (share) => client.revokeShare({ params: { token, grantId: share.grantId } }),
    open: (presenceCode) => client.openRemotely({ params, body: { presenceCode } }),
    opening: (opening) => client.getRemoteOpening({ params: { token, commandId: opening.id } }),
    report: ({ kind, note }) =>
      client.reportProblem({ params, body: note === undefined ? { kind } : { kind, note } }),
  };
}
