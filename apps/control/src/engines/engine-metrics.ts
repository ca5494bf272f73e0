import { Counter, Gauge, type Registry } from "prom-client";
import type { EngineWatch } from "./engine-watch.ts";

/** Whether the servers answer that stores are on, and what they did not do. */
export function registerEngineMetrics(registry: Registry, engines: EngineWatch): void {
  new Gauge({
    name: "headgate_engine_answers",
    help: "1 while the server answers that this part of the stores is on, else 0; absent where it is on this machine.",
    labelNames: ["part"],
    registers: [registry],
    collect() {
      this.reset();
      for (const { part, not_answering_since: since } of engines.known()) {
        this.set({ part }, since === null ? 1 : 0);
      }
    },
  });
  new Gauge({
    name: "headgate_engine_skew_seconds",
    help: "How much later the time of this part's server is than this machine's, as it was last found; absent where it is not known.",
    labelNames: ["part"],
    registers: [registry],
    collect() {
      this.reset();
      for (const { part, skewMs } of engines.skews()) this.set({ part }, skewMs / 1_000);
    },
  });
  new Counter({
    name: "headgate_store_errors_total",
    help: "Times that the server of this part of the stores did not do what this process asked; absent where it is on this machine.",
    labelNames: ["part", "code"],
    registers: [registry],
    collect() {
      this.reset();
      for (const { part, failure, count } of engines.errors()) {
        this.inc({ part, code: failure }, count);
      }
    },
  });
}
