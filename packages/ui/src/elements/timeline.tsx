export type TimelineEntry = {
  readonly id: string;
  readonly title: string;
  /** The time as people say it; `dateTime` is the instant for machines. */
  readonly time?: { readonly text: string; readonly dateTime: string };
  readonly note?: string;
  readonly state: "done" | "now" | "ahead";
};

/** What happened and what comes, in the order given. */
export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  return (
    <ol className="ph-timeline">
      {entries.map((entry) => (
        <li
          key={entry.id}
          className={`ph-timeline-entry ph-timeline-${entry.state}`}
          aria-current={entry.state === "now" ? "step" : undefined}
        >
          <span className="ph-timeline-title">{entry.title}</span>
          {entry.time !== undefined && (
            <time className="ph-timeline-time" dateTime={entry.time.dateTime}>
              {entry.time.text}
            </time>
          )}
          {entry.note !== undefined && <span className="ph-timeline-note">{entry.note}</span>}
        </li>
      ))}
    </ol>
  );
}
