import type { RecipientView } from "@pigeonhole/contract/http/recipients";
import type { TimeFrame } from "../times/spoken-time.ts";
import { fullDate, spokenUntil } from "../times/spoken-time.ts";

export type StateSentence = {
  /** The state of the parcel in one sentence. */
  readonly title: string;
  /** What it means, with the full date where there is one. */
  readonly lead: string;
};

/** The parcel's state as its recipient needs it. */
export function stateSentence(view: RecipientView, frame: TimeFrame): StateSentence {
  const { say } = frame;
  const shop = view.shopName;
  const locker = unbrokenEnd(view.locker.name);
  switch (view.state) {
    case "announced":
      return {
        title: say("state.announced", { shop }),
        lead: say("state.announced.lead", { locker }),
      };
    case "in_transit":
      return {
        title: say("state.in_transit", { locker }),
        lead: say("state.in_transit.lead"),
      };
    case "out_for_delivery":
      return {
        title: say("state.out_for_delivery", { locker }),
        lead: say("state.out_for_delivery.lead"),
      };
    case "available_for_pickup":
      return isPastDeadline(view, frame)
        ? endedSentence(view, "overdue", frame)
        : availableSentence(view, frame);
    case "cancelled":
      return {
        title: say("state.cancelled", { shop }),
        lead: say("state.cancelled.lead", { shop }),
      };
    default:
      return endedSentence(view, view.state, frame);
  }
}

/** The network takes the code away at the deadline, and finds the parcel overdue a little later. */
function isPastDeadline({ access, pickupDeadline }: RecipientView, frame: TimeFrame): boolean {
  return access === null && pickupDeadline !== null && Date.parse(pickupDeadline) < frame.nowMs;
}

function availableSentence(view: RecipientView, frame: TimeFrame): StateSentence {
  const { say } = frame;
  const locker = unbrokenEnd(view.locker.name);
  if (view.pickupDeadline === null) {
    return {
      title: say("state.available_for_pickup.noDeadline", { locker }),
      lead: say("state.available_for_pickup.noDeadlineLead"),
    };
  }
  const until = spokenUntil(view.pickupDeadline, frame);
  return {
    title: say("state.available_for_pickup", { locker, until }),
    lead: say("state.available_for_pickup.lead", { date: fullDate(view.pickupDeadline, frame) }),
  };
}

type EndedState = "delivered" | "overdue" | "returning" | "returned" | "lost";

function endedSentence(view: RecipientView, state: EndedState, frame: TimeFrame): StateSentence {
  const { say } = frame;
  const shop = view.shopName;
  switch (state) {
    case "delivered":
      return { title: say("state.delivered"), lead: deliveredLead(view, frame) };
    case "overdue":
      return { title: say("state.overdue"), lead: overdueLead(view, frame) };
    case "returning":
      return {
        title: say("state.returning", { shop }),
        lead: say("state.returning.lead", { shop }),
      };
    case "returned":
      return {
        title: say("state.returned", { shop }),
        lead: say("state.returned.lead", { shop }),
      };
    case "lost":
      return { title: say("state.lost"), lead: say("state.lost.lead", { shop }) };
    default:
      return state satisfies never;
  }
}

function deliveredLead(view: RecipientView, frame: TimeFrame): string {
  const locker = view.locker.name;
  const taken = view.timeline.findLast((entry) => entry.state === "delivered");
  return taken === undefined
    ? frame.say("state.delivered.noDateLead", { locker })
    : frame.say("state.delivered.lead", { locker, date: fullDate(taken.at, frame) });
}

function overdueLead(view: RecipientView, frame: TimeFrame): string {
  const shop = view.shopName;
  return view.pickupDeadline === null
    ? frame.say("state.overdue.noDateLead", { shop })
    : frame.say("state.overdue.lead", { shop, date: fullDate(view.pickupDeadline, frame) });
}

/** Keeps a short last part, mostly a number, on the line of the word that it belongs to. */
function unbrokenEnd(name: string): string {
  return name.replace(/ (?=\S{1,3}$)/, "\u00a0");
}
