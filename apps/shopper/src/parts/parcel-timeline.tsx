import type { TimelineEntry } from "@pigeonhole/contract/http/parcels";
import { Timeline } from "@pigeonhole/ui/elements/timeline.tsx";
import type { MessageKey } from "../languages/catalog.ts";
import type { TimeFrame } from "../times/spoken-time.ts";
import { spokenAt } from "../times/spoken-time.ts";
import { Card } from "./card.tsx";

/** Kinds of entries whose text is not that of the state they led to. */
const keysByKind: Readonly<Record<string, MessageKey>> = {
  accepted: "timeline.accepted",
  in_transit: "timeline.in_transit",
  out_for_delivery: "timeline.out_for_delivery",
  arrived_at_depot: "timeline.arrived_at_depot",
  placed_in_locker: "timeline.placed_in_locker",
  delivery_attempt_failed: "timeline.delivery_attempt_failed",
  returned_to_sender: "timeline.returned_to_sender",
  exception: "timeline.exception",
  deadline_extended: "timeline.deadline_extended",
  collected: "timeline.collected",
  reminder_sent: "timeline.reminder_sent",
};

/** What a kind means to people; one that this page does not know is told by its state. */
export function timelineKey(entry: TimelineEntry): Extract<MessageKey, `timeline.${string}`> {
  return (keysByKind[entry.kind] ?? `timeline.${entry.state}`) as Extract<
    MessageKey,
    `timeline.${string}`
  >;
}

type ParcelTimelineProps = {
  readonly timeline: readonly TimelineEntry[];
  readonly frame: TimeFrame;
};

/** What happened, newest first, because that is what people look for. */
export function ParcelTimeline({ timeline, frame }: ParcelTimelineProps) {
  const newestFirst = timeline.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return (
    <Card id="timeline" title={frame.say("timeline.title")}>
      {newestFirst.length === 0 ? (
        <p>{frame.say("timeline.empty")}</p>
      ) : (
        <Timeline
          entries={newestFirst.map((entry, index) => ({
            id: `${entry.at} ${entry.kind} ${newestFirst.length - index}`,
            title: frame.say(timelineKey(entry) as "timeline.announced"),
            time: { text: spokenAt(entry.at, frame), dateTime: entry.at },
            ...(entry.place === null ? {} : { note: entry.place }),
            state: index === 0 ? ("now" as const) : ("done" as const),
          }))}
        />
      )}
    </Card>
  );
}
