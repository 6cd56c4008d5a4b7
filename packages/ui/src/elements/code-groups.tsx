import type { CSSProperties } from "react";

type CodeGroupsProps = {
  readonly code: string;
  /** Places to show when the code is not complete yet, as on a keypad. */
  readonly places?: number;
  /** What a screen reader says before the digits. */
  readonly label?: string;
};

/** How many characters stand together: the most that is read and kept at one glance. */
const groupLength = 4;

/** A code in groups of four, read out digit by digit. */
export function CodeGroups({ code, places, label }: CodeGroupsProps) {
  if (ownSeparator.test(code)) return <span className="ph-code">{code}</span>;
  const groups = splitIntoGroups(code.padEnd(places ?? code.length, emptyPlace));
  const digits = [...code].join(" ");
  const style = { "--code-places": Math.max(code.length, places ?? 0) } as CSSProperties;
  return (
    <span className="ph-code" style={style}>
      <span className="ph-unseen">{label === undefined ? digits : `${label} ${digits}`}</span>
      {groups.map((group) => (
        <span key={group.from} className="ph-code-group" aria-hidden="true">
          {[...group.text].map((character, index) => (
            // The place is what tells two equal digits apart.
            // biome-ignore lint/suspicious/noArrayIndexKey: places never move.
            <span key={index} className={character === emptyPlace ? "ph-code-empty" : undefined}>
              {character === emptyPlace ? "\u2007" : character}
            </span>
          ))}
        </span>
      ))}
    </span>
  );
}

/** A code that brings its own groups keeps them. */
const ownSeparator = /[\s:.-]/;

/** A character no code contains. */
const emptyPlace = "_";

/** Groups of four from the left with the index they begin at. */
export function splitIntoGroups(text: string): { readonly from: number; readonly text: string }[] {
  const groups: { from: number; text: string }[] = [];
  for (let from = 0; from < text.length; from += groupLength) {
    groups.push({ from, text: text.slice(from, from + groupLength) });
  }
  return groups;
}
