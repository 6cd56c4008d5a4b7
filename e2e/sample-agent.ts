// Stands in for the kiosk's agent towards its screen: serves the built page and whatever state a
// test wants to see, and keeps what the screen sends.
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import {
  type ScreenActionRequest,
  type ScreenSetting,
  type ScreenState,
  screenActionRequest,
  screenPaths,
} from "@pigeonhole/contract/kiosk-screen/screen-state";

export type SampleAgent = {
  readonly url: string;
  /** What the screen sent, oldest first. */
  readonly received: readonly ScreenActionRequest[];
  /** Shows a state as if the agent had reached it now; answers it with its revision. */
  readonly show: (state: ScreenState) => ScreenState;
  readonly set: (setting: ScreenSetting) => void;
  /** Drops the stream and refuses new ones until `comeBack`. */
  readonly goAway: () => void;
  readonly comeBack: () => void;
  readonly close: () => Promise<void>;
};

const pagesDir = path.join(import.meta.dirname, "..", "apps", "kiosk-screen", "dist");

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
};

export async function startSampleAgent(
  firstSetting: ScreenSetting,
  firstState: ScreenState,
): Promise<SampleAgent> {
  const received: ScreenActionRequest[] = [];
  const streams = new Set<ServerResponse>();
  let setting = firstSetting;
  let state = firstState;
  let isAway = false;

  const server = createServer((request, response) => {
    void answer(request, response);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (!pathname.startsWith("/screen/")) return servePage(pathname, response);
    if (isAway) return response.writeHead(503).end();
    if (pathname === screenPaths.setting) return json(response, setting);
    if (pathname === screenPaths.state) return json(response, state);
    if (pathname === screenPaths.actions) {
      received.push(screenActionRequest.parse(JSON.parse(await bodyOf(request))));
      return json(response, state);
    }
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write("retry: 200\n\n");
    response.write(event(setting, "setting") + event(state, "state"));
    streams.add(response);
    request.on("close", () => streams.delete(response));
  };
  const tell = (text: string) => {
    for (const stream of streams) stream.write(text);
  };

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    received,
    show: (next) => {
      state = { ...next, revision: state.revision + 1 };
      tell(event(state, "state"));
      return state;
    },
    set: (next) => {
      setting = next;
      tell(event(setting, "setting"));
    },
    goAway: () => {
      isAway = true;
      for (const stream of streams) stream.destroy();
    },
    comeBack: () => {
      isAway = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function servePage(pathname: string, response: ServerResponse): void {
  const file = path.join(pagesDir, pathname === "/" ? "index.html" : path.normalize(pathname));
  if (!existsSync(path.join(pagesDir, "index.html"))) {
    throw new Error("The screen's page is not built: run `npm run build` first.");
  }
  if (!existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  const contentType = contentTypes[path.extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": contentType }).end(readFileSync(file));
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function event(value: unknown, name: "state" | "setting"): string {
  return `event: ${name}\ndata: ${JSON.stringify(value)}\n\n`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
