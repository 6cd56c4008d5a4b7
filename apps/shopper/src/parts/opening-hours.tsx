import type { Say } from "../languages/words.tsx";
import { useWords } from "../languages/words.tsx";
import type { LocalTime } from "../times/local-time.ts";
import type { OpeningNow, OpeningSpan } from "../times/opening-week.ts";
import { spansByWeekday } from "../times/opening-week.ts";

type OpeningWeekProps = {
  readonly week: readonly OpeningSpan[];
  readonly today: LocalTime["weekday"];
};

/** The hours of each day of the week, today's marked. */
export function OpeningWeek({ week, today }: OpeningWeekProps) {
  const { say } = useWords();
  return (
    <table className="week">
      <tbody>
        {spansByWeekday(week).map(({ weekday, spans }) => (
          <tr key={weekday} className={weekday === today ? "week-today" : undefined}>
            <th scope="row">
              {say(`weekday.${weekday}`)}
              {weekday === today && ` (${say("place.today")})`}
            </th>
            <td>{hoursText(spans, say)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** "07:00–12:00, 13:00–20:00", or that it is closed. */
export function hoursText(spans: readonly OpeningSpan[], say: Say): string {
  if (spans.length === 0) return say("place.closedAllDay");
  return spans.map((span) => `${span.from}–${span.until}`).join(", ");
}

/** Whether one can go there now, and if not, when. */
export function openingText(now: OpeningNow, say: Say): string {
  switch (now.kind) {
    case "always":
      return say("place.always");
    case "open":
      return now.until === null ? say("place.open") : say("place.openUntil", { time: now.until });
    case "closed":
      return closedText(now.opens, say);
    default:
      return now satisfies never;
  }
}

function closedText(opens: Extract<OpeningNow, { kind: "closed" }>["opens"], say: Say): string {
  if (opens === null) return say("place.closed");
  const time = opens.at;
  if (opens.inDays === 0) return say("place.closedUntilToday", { time });
  if (opens.inDays === 1) return say("place.closedUntilTomorrow", { time });
  return say("place.closedUntilWeekday", { weekday: say(`weekday.${opens.weekday}`), time });
}
