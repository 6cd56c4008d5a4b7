// Brings a page that the server has drawn to life.
import { languageParameter, offlineWorkerPath } from "@pigeonhole/contract/pages";
import { createClient } from "@pigeonhole/sdk/client";
import { hydrateRoot } from "react-dom/client";
import type { PageDeps } from "../live/page-deps.ts";
import { createRecipientLink } from "../live/recipient-link.ts";
import { type KeepMessage, keptMessage } from "../offline/keeping.ts";
import { createKeptViews, noKeptViews } from "../offline/kept-views.ts";
import { App } from "../pages/app.tsx";
import type { PageState } from "../pages/page-state.ts";
import { pageRootId, pageStateId } from "../pages/page-state.ts";
import "@fontsource-variable/inter/index.css";
import "../style.css";

/** The worker stands at the root so that its scope can be the recipients' links, and only those. */
const linksPath = "/t/";

/** Browsers keep pages only where the connection is secure, and mostly not in private windows. */
const canKeepPages = "serviceWorker" in navigator && "caches" in globalThis;

function start(): void {
  const root = document.getElementById(pageRootId);
  const stateText = document.getElementById(pageStateId)?.textContent;
  if (root === null || stateText === null || stateText === undefined) return;
  const page = JSON.parse(stateText) as PageState;
  const whenKept = page.kind === "recipient" && canKeepPages ? keepForOffline() : null;
  // A page that cannot be kept is still a page; the browser's console has the reason.
  whenKept?.catch((error: unknown) => console.warn("not kept for offline", error));
  hydrateRoot(root, <App page={page} deps={createPageDeps(whenKept)} />);
}

function createPageDeps(whenKept: Promise<void> | null): PageDeps {
  const client = createClient({ baseUrl: "" });
  return {
    now: () => Date.now(),
    every(intervalMs, callback) {
      const timer = setInterval(callback, intervalMs);
      return () => clearInterval(timer);
    },
    pause: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
    link: createRecipientLink(client, location.pathname),
    keptViews: canKeepPages ? createKeptViews(caches) : noKeptViews,
    whenKept,
    print: () => print(),
    sendText: "share" in navigator ? sendText : null,
    rememberLanguage(language) {
      const address = new URL(location.href);
      address.searchParams.set(languageParameter, language);
      history.replaceState(null, "", address);
    },
    goTo: (path) => location.assign(path),
  };
}

async function sendText(text: string): Promise<void> {
  try {
    await navigator.share({ text });
  } catch (error) {
    // Closing the device's own dialogue is an answer, not a failure.
    if (error instanceof DOMException && error.name === "AbortError") return;
    throw error;
  }
}

async function keepForOffline(): Promise<void> {
  await navigator.serviceWorker.register(offlineWorkerPath, { scope: linksPath });
  const { active } = await navigator.serviceWorker.ready;
  await document.fonts.ready;
  const assets = performance
    .getEntriesByType("resource")
    .map((entry) => entry.name)
    .filter((name) => name.startsWith(`${location.origin}/assets/`));
  const message: KeepMessage = { type: "keep", assets: [...new Set(assets)] };
  const isKept = new Promise<void>((resolve) => {
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      if (data === keptMessage) resolve();
    });
  });
  active?.postMessage(message);
  await isKept;
}

start();
