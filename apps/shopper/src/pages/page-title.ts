import type { Say } from "../languages/words.tsx";
import type { PageState } from "./page-state.ts";

/** The title of the document; it stands in histories and tabs, so that no code is ever in it. */
export function pageTitle(page: PageState, say: Say): string {
  return `${ownTitle(page, say)} · ${say("page.network")}`;
}

function ownTitle(page: PageState, say: Say): string {
  switch (page.kind) {
    case "home":
      return say("home.title");
    case "tracking":
      return say(`public.${page.view.state}`);
    case "recipient":
      return say("parcel.from", { shop: page.view.shopName });
    case "not-found":
      return say(`missing.${page.what ?? "page"}.title`);
    case "unavailable":
      return say("unavailable.title");
    default:
      return page satisfies never;
  }
}
