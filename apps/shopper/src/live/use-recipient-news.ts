import type { RecipientView } from "@pigeonhole/contract/http/recipients";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { usePageDeps } from "./page-deps.ts";
import type { LinkNews } from "./recipient-link.ts";

/** How often an open and visible page asks for news. */
export const pollIntervalMs = 20_000;

export const newsKey = ["news"] as const;

export type RecipientNews = {
  readonly news: LinkNews;
  /** When the news were true, by the clock of whoever read them. */
  readonly atMs: number;
  /** False after an attempt to hear more has failed. */
  readonly isConnected: boolean;
};

const endedStates: ReadonlySet<RecipientView["state"]> = new Set([
  "delivered",
  "returned",
  "cancelled",
]);

/** Keeps the view of the page fresh while somebody looks at it, and on the device for later. */
export function useRecipientNews(first: RecipientView, firstAt: string): RecipientNews {
  const deps = usePageDeps();
  const queryClient = useQueryClient();
  const query = useQuery<LinkNews>({
    queryKey: newsKey,
    queryFn: ({ signal }) => {
      if (deps === null) throw new TypeError("a page without a link asks for no news");
      return deps.link.view(signal);
    },
    enabled: deps !== null,
    initialData: { kind: "view", view: first },
    initialDataUpdatedAt: Date.parse(firstAt),
    // A page may come from the device and not from the network: the first question tells which.
    staleTime: 0,
    refetchInterval: (state) => (isOver(state.state.data) ? false : pollIntervalMs),
    refetchOnReconnect: true,
    networkMode: "always",
    retry: false,
  });
  const { data: news, dataUpdatedAt: atMs } = query;

  useEffect(() => {
    if (deps === null) return;
    void deps.keptViews.read(deps.link.path).then((kept) => {
      const known = queryClient.getQueryState(newsKey)?.dataUpdatedAt ?? 0;
      if (kept === null || kept.atMs <= known) return;
      const news: LinkNews = { kind: "view", view: kept.view };
      queryClient.setQueryData(newsKey, news, { updatedAt: kept.atMs });
    });
  }, [deps, queryClient]);

  useEffect(() => {
    if (deps === null) return;
    const { keptViews, link } = deps;
    void (news.kind === "gone"
      ? keptViews.forget(link.path)
      : keptViews.keep(link.path, { view: news.view, atMs }));
  }, [deps, news, atMs]);

  return { news, atMs, isConnected: !query.isError };
}

function isOver(news: LinkNews | undefined): boolean {
  return news?.kind === "gone" || (news?.kind === "view" && endedStates.has(news.view.state));
}
