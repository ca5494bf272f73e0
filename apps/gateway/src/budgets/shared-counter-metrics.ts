import { Counter, Gauge, type Registry } from "prom-client";
import type { Counters } from "../counters.ts";
import { registerTotal } from "../total-counter.ts";

/** How this gateway stands to the counters that it shares with others; all 0 where it shares none. */
export function registerSharedCounterMetrics(registry: Registry, counters: Counters): void {
  const registers = [registry];
  const { sharedCounters } = counters;
  new Gauge({
    name: "headgate_shared_counters_away",
    help: "1 while the shared counters cannot be asked.",
    registers,
    collect() {
      this.set(sharedCounters.away ? 1 : 0);
    },
  });
  new Gauge({
    name: "headgate_shared_counters_skew_seconds",
    help: "How much later the shared counters' time was than this machine's when they were last found apart.",
    registers,
    collect() {
      this.set(sharedCounters.skewMs / 1_000);
    },
  });
  new Counter({
    name: "headgate_shared_counters_errors_total",
    help: "Times that the shared counters did not do what this gateway asked, by why.",
    labelNames: ["code"],
    registers,
    collect() {
      this.reset();
      for (const [code, count] of Object.entries(sharedCounters.errors)) this.inc({ code }, count);
    },
  });
  const total = (name: string, help: string, read: () => number): void =>
    registerTotal(registry, { name: `headgate_shared_counters_${name}_total`, help, read });
  total(
    "emptied",
    "Times that they were new or had lost what they held.",
    () => sharedCounters.emptied,
  );
  total(
    "let_through",
    "Calls that went on while they were away, and are counted afterwards.",
    () => sharedCounters.letThrough,
  );
  total(
    "uncounted",
    "Calls that nobody counts any more: of soft budgets alone, or refused by the counters.",
    () => sharedCounters.uncounted,
  );
  total(
    "told_again",
    "Leases that they had granted to this gateway and lost, as after a failover, and were told again.",
    () => sharedCounters.toldAgain,
  );
  total(
    "counted_afterwards",
    "Calls and ends of leases that were counted when they were back.",
    () => sharedCounters.countedAfterwards,
  );
}
