import type { LoaderStatus } from "@headgate/contract";
import type { Logger } from "pino";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { registerAlarmMetrics } from "./alarms/alarm-metrics.ts";
import type { AlarmWatch } from "./alarms/alarm-watch.ts";
import type { BatchDesk } from "./batch/runner/batch-desk.ts";
import { registerBatchMetrics } from "./batch/runner/batch-metrics.ts";
import { registerBudgetMetrics } from "./budgets/budget-metrics.ts";
import type { BudgetWatch } from "./budgets/budget-watch.ts";
import { registerEngineMetrics } from "./engines/engine-metrics.ts";
import type { EngineWatch } from "./engines/engine-watch.ts";
import { SCRAPE_WAITS_MS } from "./in-time.ts";
import type { Lead } from "./leading/lead.ts";
import { registerLeadMetrics } from "./leading/lead-metrics.ts";
import type { NodeBoard } from "./leading/node-board.ts";
import { registerNodeMetrics } from "./leading/node-metrics.ts";
import type { LiveFeed } from "./live/live-feed.ts";
import type { StoresHold } from "./migration/stores-hold.ts";
import { registerPullMetrics } from "./pulls/pull-metrics.ts";
import type { PullWatch } from "./pulls/pull-watch.ts";

export interface ControlMetrics {
  /** Counts one answered request; `route` is the declared path, never the one that was asked for. */
  answered(request: { method: string; route: string; status: number; durationMs: number }): void;
  /** The metrics in Prometheus's text form. */
  text(): Promise<string>;
  readonly contentType: string;
}

type Sources = Readonly<{
  engines: EngineWatch;
  loader: Readonly<{ status(): LoaderStatus }>;
  liveFeed: LiveFeed;
  lead: Lead;
  nodeBoard: NodeBoard;
  alarms: AlarmWatch;
  batches: BatchDesk;
  budgets: BudgetWatch;
  pulls: PullWatch;
  storesHold: Pick<StoresHold, "isHeld">;
  log: Logger;
}>;

/** All metrics of one control process, in a registry of its own. */
export function createMetrics(sources: Sources): ControlMetrics {
  const { engines, loader, liveFeed, alarms, batches, budgets, pulls, log } = sources;
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const durations = new Histogram({
    name: "headgate_api_request_duration_seconds",
    help: "Time to answer a request of the management API or the console.",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers,
  });
  registerLoaderMetrics(registry, loader);
  registerAlarmMetrics(registry, alarms, log);
  registerBatchMetrics(registry, batches, log);
  registerBudgetMetrics(registry, budgets, log);
  registerPullMetrics(registry, pulls, log);
  registerLeadMetrics(registry, sources.lead);
  registerNodeMetrics(registry, sources.nodeBoard);
  registerEngineMetrics(registry, engines);
  new Gauge({
    name: "headgate_stores_held",
    help: "1 while keys, alarms, imports and work that waits are held for a move of the stores, else 0.",
    registers,
    collect() {
      this.set(sources.storesHold.isHeld() ? 1 : 0);
    },
  });
  new Gauge({
    name: "headgate_live_listeners",
    help: "Clients of the live feed.",
    registers,
    collect() {
      this.set(liveFeed.listeners);
    },
  });
  const readable = new Gauge({
    name: "headgate_ledger_readable",
    help: "1 when the ledger answered this scrape, else 0.",
    registers,
  });
  const rows = new Gauge({ name: "headgate_ledger_rows", help: "Rows in the ledger.", registers });
  /** The other figures are worth having most when the ledger's cannot be had. */
  const askLedger = async (): Promise<void> => {
    const look = await engines.extent(SCRAPE_WAITS_MS);
    if (look.answers) {
      rows.set(look.answer.rows);
      readable.set(1);
    } else {
      log.error({ problem: look.problem }, "the ledger did not say how many rows it has");
      rows.remove();
      readable.set(0);
    }
  };

  return {
    answered: ({ method, route, status, durationMs }) =>
      durations.observe({ method, route, status }, durationMs / 1000),
    text: async () => {
      await askLedger();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

/** Totals of the loader since it started, and how far behind it is. */
function registerLoaderMetrics(registry: Registry, loader: Sources["loader"]): void {
  const registers = [registry];
  const total = (name: string, help: string, read: (status: LoaderStatus) => number): void => {
    new Counter({
      name,
      help,
      registers,
      collect() {
        // The loader counts; this only shows its count.
        this.reset();
        this.inc(read(loader.status()));
      },
    });
  };
  total("headgate_loader_rows_added_total", "Rows put into the ledger.", (s) => s.rows_added);
  total(
    "headgate_loader_rows_already_there_total",
    "Rows whose id the ledger had already.",
    (s) => s.rows_already_there,
  );
  total(
    "headgate_loader_rows_conflicting_total",
    "Rows that differ from the one that the ledger has under their id.",
    (s) => s.rows_conflicting,
  );
  total(
    "headgate_loader_lines_quarantined_total",
    "Spool lines set aside because they fail their checksum.",
    (s) => s.lines_quarantined,
  );
  total(
    "headgate_loader_torn_tails_total",
    "Segments that ended in the middle of a line.",
    (s) => s.torn_tails,
  );
  new Gauge({
    name: "headgate_loader_bytes_waiting",
    help: "Bytes in the spool that are not in the ledger yet.",
    registers,
    collect() {
      this.set(loader.status().bytes_waiting);
    },
  });
  new Gauge({
    name: "headgate_loader_lag_seconds",
    help: "Age of the oldest row that waits to be loaded; absent when none waits.",
    registers,
    collect() {
      const { lag_ms } = loader.status();
      if (lag_ms === null) this.remove();
      else this.set(lag_ms / 1000);
    },
  });
}
