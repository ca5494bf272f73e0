import type { ContextLever, UndoRecords } from "@headgate/levers";
import type { Registry } from "prom-client";
import type { FactsPace } from "./call/facts-pace.ts";
import { registerContextMetrics } from "./context/context-metrics.ts";
import type { Counters } from "./counters.ts";
import { registerPromptMetrics } from "./prompt/prompt-metrics.ts";
import { registerCascadeMetrics } from "./route/cascade/cascade-metrics.ts";
import type { FeedbackDesk } from "./route/feedback-desk.ts";
import type { LabelDesk } from "./route/labels/label-desk.ts";
import type { RouteDesk } from "./route/route-desk.ts";
import { registerRouteMetrics } from "./route/route-metrics.ts";
import { registerTotal } from "./total-counter.ts";

type Told = Readonly<{
  counters: Counters;
  context: ContextLever;
  undo: UndoRecords;
  factsPace: Pick<FactsPace, "leftOut">;
  routeDesk: RouteDesk;
  labels: LabelDesk;
  feedback: FeedbackDesk;
}>;

/** What levers tell of themselves, and what they learn from. */
export function registerLeverMetrics(registry: Registry, told: Told): void {
  registerTotal(registry, {
    name: "headgate_request_facts_left_out_total",
    help: "Calls whose rows have no facts of their requests because the process had more calls than it could carry.",
    read: () => told.factsPace.leftOut,
  });
  registerContextMetrics(registry, told.context, told.counters);
  registerPromptMetrics(registry, told.undo);
  registerCascadeMetrics(registry, told.routeDesk.cascades.counts);
  registerRouteMetrics(registry, told.routeDesk, told.labels, told.feedback);
}
