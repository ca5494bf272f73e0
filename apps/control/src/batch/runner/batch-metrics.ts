import type { StoreStanding } from "@headgate/batch";
import type { Logger } from "pino";
import { Counter, Gauge, type Registry } from "prom-client";
import { inTime, SCRAPE_WAITS_MS } from "../../in-time.ts";
import type { BatchDesk } from "./batch-desk.ts";

/** How work that can wait stands, and what went beside the plan. */
export function registerBatchMetrics(registry: Registry, batches: BatchDesk, log: Logger): void {
  const registers = [registry];
  /** Without an answer the figures are absent; the others of the scrape are not. */
  const standing = async (): Promise<StoreStanding | undefined> => {
    try {
      return await inTime(batches.store.standing(), SCRAPE_WAITS_MS);
    } catch (error) {
      log.error({ err: error }, "the store of work that can wait did not say how it stands");
      return undefined;
    }
  };
  new Gauge({
    name: "headgate_batch_requests",
    help: "Requests that can wait, and those that ended and are kept, by state.",
    labelNames: ["state"],
    registers,
    async collect() {
      this.reset();
      const items = (await standing())?.items ?? {};
      for (const [state, count] of Object.entries(items)) this.set({ state }, count);
    },
  });
  new Gauge({
    name: "headgate_batch_provider_batches",
    help: "Batches at providers, and those that ended and are kept, by state.",
    labelNames: ["state"],
    registers,
    async collect() {
      this.reset();
      const found = (await standing())?.batches ?? {};
      for (const [state, count] of Object.entries(found)) this.set({ state }, count);
    },
  });
  new Gauge({
    name: "headgate_batch_webhooks",
    help: "Ends of requests that addresses are told of, and were, as long as they are kept, by state.",
    labelNames: ["state"],
    registers,
    async collect() {
      this.reset();
      const found = (await standing())?.webhooks ?? {};
      for (const [state, count] of Object.entries(found)) this.set({ state }, count);
    },
  });
  new Gauge({
    name: "headgate_batch_oldest_open_timestamp_seconds",
    help: "When the oldest request that has not ended came in; absent when all have.",
    registers,
    async collect() {
      this.remove();
      const oldest = (await standing())?.oldestOpenMs;
      if (oldest !== undefined) this.set(oldest / 1_000);
    },
  });
  new Gauge({
    name: "headgate_batch_rows_waiting",
    help: "Rows of answers that are not in the spool yet.",
    registers,
    async collect() {
      this.remove();
      const waiting = (await standing())?.waitingRows;
      if (waiting !== undefined) this.set(waiting);
    },
  });
  new Counter({
    name: "headgate_batch_problems_total",
    help: "What was survived: missing and doubled lines, expired batches, answers billed twice, and others.",
    labelNames: ["problem"],
    registers,
    collect() {
      this.reset();
      for (const [problem, count] of batches.problems) this.inc({ problem }, count);
    },
  });
}
