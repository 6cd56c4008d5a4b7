import type { RemoteOpening } from "@pigeonhole/contract/http/recipients";
import type { Problem } from "@pigeonhole/contract/problem";
import { ClientError } from "@pigeonhole/sdk/client-error";
import type { MessageKey } from "../languages/catalog.ts";
import type { RecipientLink } from "../live/recipient-link.ts";

/** Wait between two questions about an opening. */
export const openingPollMs = 1_500;
/** Questions about one opening; with the waits between them 90 s, well after any command's end. */
export const openingPollsMax = 60;

export type OpeningOutcome =
  | { readonly kind: "opened" }
  /** What to tell the person, who still stands before the locker. */
  | { readonly kind: "failed"; readonly text: OpeningFailure };

export type OpeningFailure = Extract<MessageKey, `opening.${string}` | "failure.rateLimited">;

export type OpenDoorDeps = {
  readonly link: Pick<RecipientLink, "open" | "opening">;
  readonly pause: (delayMs: number) => Promise<void>;
};

/**
 * Asks the locker once and follows what becomes of it. A request whose answer was lost may have
 * arrived: it is not sent again, and the person is told to look at the door.
 */
export async function openDoor(deps: OpenDoorDeps, digits: string): Promise<OpeningOutcome> {
  const asked = await unlessUnreachable(deps.link.open(digits));
  if (asked === "unreachable") return { kind: "failed", text: "opening.unsure" };
  if (!asked.ok) return { kind: "failed", text: refusalText(asked.problem) };
  return outcomeOf(await followOpening(deps, asked.body));
}

async function followOpening(deps: OpenDoorDeps, asked: RemoteOpening): Promise<RemoteOpening> {
  let opening = asked;
  for (let poll = 0; opening.state === "waiting" && poll < openingPollsMax; poll += 1) {
    await deps.pause(openingPollMs);
    const answer = await unlessUnreachable(deps.link.opening(opening));
    // No answer to this question says nothing about the door; the next one may come through.
    if (answer !== "unreachable" && answer.ok) opening = answer.body;
  }
  return opening;
}

async function unlessUnreachable<T>(asking: Promise<T>): Promise<T | "unreachable"> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof ClientError) return "unreachable";
    throw error;
  }
}

function outcomeOf(opening: RemoteOpening): OpeningOutcome {
  switch (opening.state) {
    case "opened":
      return { kind: "opened" };
    case "refused":
      return { kind: "failed", text: reasonText(opening.reason) };
    case "expired":
      return { kind: "failed", text: "opening.expired" };
    case "waiting":
      return { kind: "failed", text: "opening.unsure" };
    default:
      return opening.state satisfies never;
  }
}

/** Reasons of the kiosk that a person can do something about; the others need no more words. */
function reasonText(reason: string | null): OpeningFailure {
  if (reason === "presence_not_proven") return "opening.presence";
  return reason === "somebody_is_served" ? "opening.busy" : "opening.refused";
}

function refusalText(problem: Problem): OpeningFailure {
  if (problem.code === "request.rate_limited") return "failure.rateLimited";
  return problem.code === "opening.refused" ? "opening.refused" : "opening.notPossible";
}

/** The digits of what was typed; null when they are not exactly the four of the screen. */
export function presenceDigits(typed: string): string | null {
  const digits = typed.normalize("NFKC").replaceAll(/\s/g, "");
  return /^\d{4}$/.test(digits) ? digits : null;
}
