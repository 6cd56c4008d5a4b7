/** The mark: a small grid of doors with one filled. Takes the size of its surroundings (1em). */
export function Mark({ title }: { readonly title?: string }) {
  return (
    <svg
      className="ph-mark"
      viewBox="0 0 32 32"
      width="1em"
      height="1em"
      role="img"
      aria-label={title}
      aria-hidden={title === undefined}
    >
      <g fill="none" stroke="var(--ph-ink)" strokeWidth="2">
        <rect x="3" y="3" width="12" height="8" rx="1" />
        <rect x="3" y="11" width="12" height="10" />
        <rect x="3" y="21" width="12" height="8" rx="1" />
        <rect x="15" y="3" width="14" height="12" rx="1" />
        <rect x="15" y="15" width="14" height="14" rx="1" fill="var(--ph-signal)" />
      </g>
    </svg>
  );
}
