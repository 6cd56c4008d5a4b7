import { languageParameter, type PageLanguage, pageLanguages } from "@pigeonhole/contract/pages";

/** From the query, else from what the parcel's shop said, else from the browser, else English. */
export function chooseLanguage(asked: {
  readonly query: unknown;
  readonly view: PageLanguage | undefined;
  readonly acceptLanguage: string | undefined;
}): PageLanguage {
  const query =
    typeof asked.query === "object" && asked.query !== null
      ? (asked.query as Record<string, unknown>)[languageParameter]
      : undefined;
  return asLanguage(query) ?? asked.view ?? accepted(asked.acceptLanguage) ?? "en";
}

function asLanguage(text: unknown): PageLanguage | undefined {
  return pageLanguages.find((language) => language === text);
}

/** The first language of the header that we speak; browsers list them by preference already. */
function accepted(header: string | undefined): PageLanguage | undefined {
  const tags = (header ?? "").split(",", 20).map((part) => part.trim().slice(0, 2).toLowerCase());
  return tags.map(asLanguage).find((language) => language !== undefined);
}
