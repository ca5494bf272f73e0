import type { ContextLever } from "@headgate/levers";
import { Counter, Gauge, type Registry } from "prom-client";
import type { Counters } from "../counters.ts";

/** What can be told of histories that are kept short. */
export function registerContextMetrics(
  registry: Registry,
  context: ContextLever,
  counters: Pick<
    Counters,
    "contextDecisions" | "contextSummariesFailed" | "contextSummariesHeldBack"
  >,
): void {
  const registers = [registry];
  new Counter({
    name: "headgate_context_texts_total",
    help: "Texts taken out of histories that were asked for by their handle: given, missing; or that went for others: evicted.",
    labelNames: ["result"],
    registers,
    collect() {
      this.reset();
      const { given, missing, evicted } = context.elided.stats();
      for (const [result, count] of Object.entries({ given, missing, evicted }))
        this.inc({ result }, count);
    },
  });
  new Gauge({
    name: "headgate_context_bytes",
    help: "Memory taken by texts that were taken out of histories.",
    registers,
    collect() {
      this.set(context.elided.stats().bytes);
    },
  });
  new Gauge({
    name: "headgate_context_sessions",
    help: "Conversations whose decisions are remembered.",
    registers,
    collect() {
      this.set(context.sessions);
    },
  });
  new Counter({
    name: "headgate_context_decisions_total",
    help: "Times that a session's history was made shorter.",
    registers,
    collect() {
      this.reset();
      this.inc(counters.contextDecisions);
    },
  });
  new Counter({
    name: "headgate_context_summaries_failed_total",
    help: "Histories that were not summed up because the model failed or took too long.",
    registers,
    collect() {
      this.reset();
      this.inc(counters.contextSummariesFailed);
    },
  });
  new Counter({
    name: "headgate_context_summaries_held_back_total",
    help: "Histories that were not summed up because the model had failed not long before.",
    registers,
    collect() {
      this.reset();
      this.inc(counters.contextSummariesHeldBack);
    },
  });
}
