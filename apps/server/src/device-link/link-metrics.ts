import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** Figures of the device link for `/metrics`; nothing in them names a locker or a person. */
export type LinkMetrics = {
  readonly facts: Counter<"outcome">;
  readonly framesDropped: Counter<"reason">;
  readonly connections: Counter<"outcome">;
  readonly factsPerCommit: Histogram;
};

export function createLinkMetrics(
  registry: Registry,
  read: { readonly connected: () => number; readonly queuedFacts: () => number },
): LinkMetrics {
  const registers = [registry];
  new Gauge({
    name: "pigeonhole_kiosks_connected",
    help: "Kiosks whose connection this process holds.",
    registers,
    collect() {
      this.set(read.connected());
    },
  });
  new Gauge({
    name: "pigeonhole_facts_queued",
    help: "Facts received and not committed yet.",
    registers,
    collect() {
      this.set(read.queuedFacts());
    },
  });
  return {
    facts: new Counter({
      name: "pigeonhole_facts_total",
      help: "Facts by what became of them.",
      labelNames: ["outcome"],
      registers,
    }),
    framesDropped: new Counter({
      name: "pigeonhole_device_frames_dropped_total",
      help: "Frames of kiosks that were not acted on.",
      labelNames: ["reason"],
      registers,
    }),
    connections: new Counter({
      name: "pigeonhole_device_connections_total",
      help: "Connections of kiosks by how they were answered.",
      labelNames: ["outcome"],
      registers,
    }),
    factsPerCommit: new Histogram({
      name: "pigeonhole_facts_per_commit",
      help: "Facts that share one transaction.",
      buckets: [1, 10, 50, 100, 500, 1_000, 4_000],
      registers,
    }),
  };
}
