import type { PageLanguage } from "@pigeonhole/contract/pages";
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { KeptViews } from "../offline/kept-views.ts";
import type { RecipientLink } from "./recipient-link.ts";

/** What the pages need of the world. Absent while a server draws them. */
export type PageDeps = {
  /** Milliseconds since 1970 by the device's clock. */
  readonly now: () => number;
  /** Calls again and again until the returned function is called. */
  readonly every: (intervalMs: number, callback: () => void) => () => void;
  readonly pause: (delayMs: number) => Promise<void>;
  readonly link: RecipientLink;
  readonly keptViews: KeptViews;
  /** Ends when this page has been kept for reading without a network; null where that cannot be. */
  readonly whenKept: Promise<void> | null;
  readonly print: () => void;
  /** The device's way to hand a text to another app; null when it has none. */
  readonly sendText: ((text: string) => Promise<void>) | null;
  /** Puts the chosen language into the page's own address, so that a reload keeps it. */
  readonly rememberLanguage: (language: PageLanguage) => void;
  readonly goTo: (path: string) => void;
};

export const PageDepsContext = createContext<PageDeps | null>(null);

/** Null on the server and until the page has come alive, so that both draw the same first picture. */
export function usePageDeps(): PageDeps | null {
  const deps = useContext(PageDepsContext);
  const isAlive = useSyncExternalStore<boolean>(
    neverChanges,
    () => true,
    () => false,
  );
  return isAlive ? deps : null;
}

/** Whether this page stays readable on this device without a network. */
export function useIsKept(): boolean {
  const deps = usePageDeps();
  const [isKept, setIsKept] = useState(false);
  useEffect(() => {
    void deps?.whenKept?.then(() => setIsKept(true));
  }, [deps]);
  return isKept;
}

function neverChanges(): () => void {
  return () => undefined;
}

/** "Today" and "open now" have to move on while a page stays open. */
const clockTickMs = 30_000;

/** The page's own moment at first, then the device's. */
export function useNowMs(page: { readonly now: string }): number {
  const deps = useContext(PageDepsContext);
  const [nowMs, setNowMs] = useState(() => Date.parse(page.now));
  useEffect(() => {
    if (deps === null) return;
    const update = () => setNowMs(deps.now());
    update();
    return deps.every(clockTickMs, update);
  }, [deps]);
  return nowMs;
}
