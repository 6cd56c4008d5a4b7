import { describe, expect, it } from "vitest";
import { allSamples, sampleSetting } from "../samples.ts";
import { connectAgent, type EventStream } from "./agent-link.ts";
import type { LinkEvent } from "./link-state.ts";

const [first] = allSamples();
if (first === undefined) throw new Error("there are no samples");
const state = first.state;

type Listener = (event: { readonly data: string }) => void;

/** An agent whose stream, answers and timers are played by hand. */
function anAgent(answer: (path: string) => Response | Error) {
  const events: LinkEvent[] = [];
  const warnings: string[] = [];
  const streams: { readonly emit: (type: string, data?: string) => void; readyState: number }[] =
    [];
  const waits: { readonly waitMs: number; readonly run: () => void }[] = [];
  const requests: { readonly path: string; readonly body: unknown }[] = [];
  const link = connectAgent({
    report: (event) => events.push(event),
    warn: (message) => warnings.push(message),
    openStream: () => {
      const listeners = new Map<string, Listener>();
      const stream = {
        readyState: 1,
        emit: (type: string, data = "") => listeners.get(type)?.({ data }),
        addEventListener: (type: string, listener: Listener) => void listeners.set(type, listener),
        close: () => {},
      };
      streams.push(stream);
      return stream as EventStream;
    },
    fetch: (path, init) => {
      requests.push({ path, body: init?.body });
      const given = answer(path);
      return given instanceof Error ? Promise.reject(given) : Promise.resolve(given);
    },
    after: (waitMs, run) => {
      const wait = { waitMs, run };
      waits.push(wait);
      return () => waits.splice(waits.indexOf(wait), 1);
    },
  });
  return { link, events, warnings, streams, waits, requests };
}

const notFound = () => new Response("", { status: 404 });

describe("the screen's connection to its agent", () => {
  it("hears states and settings from the stream", () => {
    const agent = anAgent(notFound);
    agent.streams[0]?.emit("message", JSON.stringify(state));
    agent.streams[0]?.emit("setting", JSON.stringify(sampleSetting()));
    expect(agent.events.map((event) => event.type)).toEqual(["state_heard", "setting_heard"]);
  });

  it("hears states also by their own name, and asks for the setting once for several of them", async () => {
    const agent = anAgent((path) =>
      path.endsWith("setting") ? Response.json(sampleSetting()) : notFound(),
    );
    for (let time = 0; time < 3; time += 1) agent.streams[0]?.emit("state", JSON.stringify(state));
    await expect
      .poll(() => agent.events.map((event) => event.type))
      .toEqual(["state_heard", "state_heard", "state_heard", "setting_heard"]);
    expect(agent.requests).toHaveLength(1);
    agent.waits.at(-1)?.run();
    expect(agent.requests).toHaveLength(2);
  });

  it("keeps the screen when only the setting cannot be read", async () => {
    const agent = anAgent(() => new TypeError("refused"));
    agent.streams[0]?.emit("message", JSON.stringify(state));
    await expect.poll(() => agent.warnings).toEqual(["the setting could not be read"]);
    expect(agent.events.map((event) => event.type)).toEqual(["state_heard"]);
  });

  it("takes what the contract does not know for silence", () => {
    const agent = anAgent(notFound);
    agent.streams[0]?.emit("message", "{");
    agent.streams[0]?.emit("message", JSON.stringify({ ...state, extra: 1 }));
    expect(agent.events).toEqual([{ type: "lost" }, { type: "lost" }]);
  });

  it("opens a new stream, each time later, when the browser has given up on the old one", () => {
    const agent = anAgent(notFound);
    for (const expected of [500, 1_000, 2_000, 2_000]) {
      const stream = agent.streams.at(-1);
      if (stream === undefined) throw new Error("no stream");
      stream.readyState = 2;
      stream.emit("error");
      expect(agent.waits.at(-1)?.waitMs).toBe(expected);
      agent.waits.at(-1)?.run();
    }
    expect(agent.streams).toHaveLength(5);
  });

  it("leaves a stream alone that the browser itself is re-opening", () => {
    const agent = anAgent(notFound);
    const [stream] = agent.streams;
    if (stream === undefined) throw new Error("no stream");
    stream.readyState = 0;
    stream.emit("error");
    expect(agent.waits).toEqual([]);
    expect(agent.events).toEqual([{ type: "lost" }]);
  });

  it("sends an action and believes a state in the answer", async () => {
    const agent = anAgent(() => Response.json(state));
    await expect(agent.link.send({ action: "finish" })).resolves.toBe(true);
    expect(agent.requests).toEqual([{ path: "/screen/actions", body: '{"action":"finish"}' }]);
    expect(agent.events).toEqual([{ type: "state_answered", state }]);
    expect(agent.waits).toEqual([]);
  });

  it("says so when an action did not arrive", async () => {
    await expect(anAgent(notFound).link.send({ action: "finish" })).resolves.toBe(false);
    const gone = anAgent(() => new TypeError("refused"));
    await expect(gone.link.send({ action: "finish" })).resolves.toBe(false);
  });
});
