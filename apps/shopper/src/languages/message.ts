/**
 * One text with its named gaps, in the form Lingui's compiler would make of it. Written as a tagged
 * template, so that the type knows the gaps and no parser is needed in the page:
 * msg`Door ${"door"} is open.`
 */
export type Message<Gap extends string = never> = readonly (string | readonly [string])[] & {
  /** Never there at run time; keeps the names of the gaps in the type. */
  readonly gaps?: readonly Gap[];
};

export function msg<const Gaps extends readonly string[]>(
  parts: TemplateStringsArray,
  ...gaps: Gaps
): Message<Gaps[number]> {
  return parts.flatMap((part, index): (string | readonly [string])[] => {
    const gap = gaps[index];
    return gap === undefined ? [part] : [part, [gap]];
  });
}

/** Names of the gaps of a message, each once, in order. */
export function gapsOf(message: Message<string>): string[] {
  const names = message.flatMap((part) => (typeof part === "string" ? [] : [part[0]]));
  return [...new Set(names)].toSorted((a, b) => a.localeCompare(b));
}
