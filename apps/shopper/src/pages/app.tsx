import type { PageLanguage } from "@pigeonhole/contract/pages";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useWords, WordsProvider } from "../languages/words.tsx";
import type { PageDeps } from "../live/page-deps.ts";
import { PageDepsContext } from "../live/page-deps.ts";
import { PageFrame } from "../parts/page-frame.tsx";
import { HomePage } from "./home-page.tsx";
import { MissingPage } from "./missing-page.tsx";
import type { PageState } from "./page-state.ts";
import { pageTitle } from "./page-title.ts";
import { RecipientPage } from "./recipient-page.tsx";
import { TrackingPage } from "./tracking-page.tsx";
import { UnavailablePage } from "./unavailable-page.tsx";

type AppProps = {
  readonly page: PageState;
  /** Null on the server. */
  readonly deps: PageDeps | null;
};

/** Any of the pages, on the server and on the device alike. */
export function App({ page, deps }: AppProps) {
  const [language, setLanguage] = useState<PageLanguage>(page.language);
  const [queryClient] = useState(() => new QueryClient());
  const choose = (chosen: PageLanguage) => {
    setLanguage(chosen);
    deps?.rememberLanguage(chosen);
  };
  return (
    <PageDepsContext value={deps}>
      <QueryClientProvider client={queryClient}>
        <WordsProvider language={language}>
          <DocumentWords page={page} />
          <PageFrame isHome={page.kind === "home"} onLanguage={choose}>
            <PageBody page={page} />
          </PageFrame>
        </WordsProvider>
      </QueryClientProvider>
    </PageDepsContext>
  );
}

/** Keeps what the document says of itself in the chosen language. */
function DocumentWords({ page }: Pick<AppProps, "page">) {
  const { say, language } = useWords();
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = pageTitle(page, say);
  }, [page, say, language]);
  return null;
}

function PageBody({ page }: Pick<AppProps, "page">) {
  switch (page.kind) {
    case "home":
      return <HomePage page={page} />;
    case "tracking":
      return <TrackingPage page={page} />;
    case "recipient":
      return <RecipientPage page={page} />;
    case "not-found":
      return (
        <MissingPage what={page.what ?? "page"} trackingNumber={page.trackingNumber ?? null} />
      );
    case "unavailable":
      return <UnavailablePage />;
    default:
      return page satisfies never;
  }
}
