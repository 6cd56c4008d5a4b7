import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/**
 * Counters of one server. Each server has a registry of its own, because two can live in one
 * process. Labels come from fixed lists only (routes, states, outcomes): never ids or addresses.
 */
export type ServerMetrics = {
  readonly registry: Registry;
  readonly requests: Counter<"method" | "route" | "status">;
  readonly requestSeconds: Histogram<"route">;
  readonly announcements: Counter<"outcome">;
  readonly scans: Counter<"outcome">;
  readonly sweeps: Counter<"sweep">;
  readonly databaseErrors: Counter;
  readonly ready: Gauge;
};

/** A request slower than the last bound is a matter for the log. */
const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export function createMetrics(): ServerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Counter({
      name: "pigeonhole_http_requests_total",
      help: "Requests answered.",
      labelNames: ["method", "route", "status"],
      registers,
    }),
    requestSeconds: new Histogram({
      name: "pigeonhole_http_request_seconds",
      help: "Time from request to answer.",
      labelNames: ["route"],
      buckets: secondsBuckets,
      registers,
    }),
    announcements: new Counter({
      name: "pigeonhole_announcements_total",
      help: "Rows of announcements by outcome.",
      labelNames: ["outcome"],
      registers,
    }),
    scans: new Counter({
      name: "pigeonhole_carrier_scans_total",
      help: "Carrier scans by outcome.",
      labelNames: ["outcome"],
      registers,
    }),
    sweeps: new Counter({
      name: "pigeonhole_swept_total",
      help: "Rows that periodic sweeps changed.",
      labelNames: ["sweep"],
      registers,
    }),
    databaseErrors: new Counter({
      name: "pigeonhole_database_errors_total",
      help: "Lost or refused database connections.",
      registers,
    }),
    ready: new Gauge({
      name: "pigeonhole_ready",
      help: "1 while /readyz would say yes.",
      registers,
    }),
  };
}
