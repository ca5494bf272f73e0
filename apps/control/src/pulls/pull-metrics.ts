import type { PullStatus } from "@headgate/contract";
import type { Logger } from "pino";
import { Counter, Gauge, type Registry } from "prom-client";
import { inTime, SCRAPE_WAITS_MS } from "../in-time.ts";
import type { PullWatch } from "./pull-watch.ts";

/** How far behind pulls are, and how they fare. */
export function registerPullMetrics(registry: Registry, pulls: PullWatch, log: Logger): void {
  const registers = [registry];
  /** Without an answer the figures are absent; the others of the scrape are not. */
  const list = async (): Promise<readonly PullStatus[]> => {
    try {
      return await inTime(pulls.list(), SCRAPE_WAITS_MS);
    } catch (error) {
      log.error({ err: error }, "the state did not say how pulls stand");
      return [];
    }
  };
  new Gauge({
    name: "headgate_pull_lag_seconds",
    help: "How far what was pulled is behind now; absent before the first success.",
    labelNames: ["source", "kind"],
    registers,
    async collect() {
      this.reset();
      for (const { name, kind, lag_ms } of await list()) {
        if (lag_ms !== null) this.set({ source: name, kind }, lag_ms / 1000);
      }
    },
  });
  new Gauge({
    name: "headgate_pull_failures_in_a_row",
    help: "Pulls that failed since the last one that did not.",
    labelNames: ["source", "kind"],
    registers,
    async collect() {
      this.reset();
      for (const { name, kind, failures_in_a_row } of await list()) {
        this.set({ source: name, kind }, failures_in_a_row);
      }
    },
  });
  new Counter({
    name: "headgate_pull_failures_total",
    help: "Pulls that failed.",
    labelNames: ["source"],
    registers,
    collect() {
      this.reset();
      for (const [source, count] of pulls.failures) this.inc({ source }, count);
    },
  });
}
