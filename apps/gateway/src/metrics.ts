import type { Spool } from "@headgate/ledger";
import type { LearnedLimits, SemanticCache } from "@headgate/levers";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { registerSemanticMetrics } from "./caches/semantic-metrics.ts";
import type { Counters } from "./counters.ts";
import { registerTotal } from "./total-counter.ts";
import type { ProviderClient } from "./upstream/provider-client.ts";

/** cockatiel's states of a circuit, in its own order. */
const circuitStates = ["closed", "open", "half_open", "isolated"] as const;

/** The gateway's metrics for Prometheus, read from the counters when they are asked for. */
export function gatewayMetrics(
  counters: Counters,
  spool: Spool,
  semanticCache: SemanticCache,
  learnedLimits: LearnedLimits,
  providers: () => Iterable<ProviderClient>,
): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "headgate_gateway_" });
  const registers = [registry];
  new Gauge({
    name: "headgate_calls_under_way",
    help: "Calls that have begun and not ended.",
    registers,
    collect() {
      this.set(counters.callsUnderWay);
    },
  });
  new Counter({
    name: "headgate_attempts_total",
    help: "Attempts at providers by outcome.",
    labelNames: ["outcome"],
    registers,
    collect() {
      this.reset();
      for (const [outcome, count] of Object.entries(counters.outcomes))
        this.inc({ outcome }, count);
    },
  });
  new Counter({
    name: "headgate_refusals_total",
    help: "Calls that Headgate itself refused or failed, by error code.",
    labelNames: ["code"],
    registers,
    collect() {
      this.reset();
      for (const [code, count] of Object.entries(counters.refusals)) this.inc({ code }, count);
    },
  });
  new Counter({
    name: "headgate_targets_without_price_total",
    help: "Targets passed over because their price is not known (unknown_price).",
    registers,
    collect() {
      this.reset();
      this.inc(counters.targetsWithoutPrice);
    },
  });
  new Counter({
    name: "headgate_translation_losses_total",
    help: "What translations could not carry over, by attempt, in requests and in answers.",
    labelNames: ["in"],
    registers,
    collect() {
      this.reset();
      for (const [where, count] of Object.entries(counters.translationLosses))
        this.inc({ in: where }, count);
    },
  });
  registerBudgetMetrics(registry, counters);
  registerSemanticMetrics(registry, semanticCache);
  new Counter({
    name: "headgate_cache_calls_total",
    help: "Calls by what Headgate's own cache had to do with them.",
    labelNames: ["status"],
    registers,
    collect() {
      this.reset();
      for (const [status, count] of Object.entries(counters.cacheCalls))
        this.inc({ status }, count);
    },
  });
  new Counter({
    name: "headgate_answers_cut_total",
    help: "Answers that a rule of their policy's output cut, by which.",
    labelNames: ["cut"],
    registers,
    collect() {
      this.reset();
      for (const [cut, count] of Object.entries(counters.answersCut)) this.inc({ cut }, count);
    },
  });
  new Gauge({
    name: "headgate_learned_answers",
    help: "Answers that a learned length rests on, by policy, feature, task and model; those that were cut included.",
    labelNames: ["policy", "feature", "task", "model"],
    registers,
    collect() {
      this.reset();
      for (const { policy, feature = "", task = "", model, answers } of learnedLimits.all())
        this.set({ policy, feature, task, model }, answers);
    },
  });
  new Gauge({
    name: "headgate_learned_answer_tokens",
    help: "Tokens that 99 % of those answers stay below, with 95 % confidence; absent where that is not known.",
    labelNames: ["policy", "feature", "task", "model"],
    registers,
    collect() {
      this.reset();
      for (const { policy, feature = "", task = "", model, p99 } of learnedLimits.all())
        if (p99 !== undefined) this.set({ policy, feature, task, model }, p99);
    },
  });
  new Counter({
    name: "headgate_lever_failures_total",
    help: "Times that a lever failed and its call went on without it.",
    labelNames: ["lever"],
    registers,
    collect() {
      this.reset();
      for (const [lever, count] of Object.entries(counters.leverFailures))
        this.inc({ lever }, count);
    },
  });
  new Counter({
    name: "headgate_answers_before_record_total",
    help: "Answers that went out before their row could be recorded, because the disk refused.",
    registers,
    collect() {
      this.reset();
      this.inc(counters.answersBeforeRecord);
    },
  });
  new Counter({
    name: "headgate_spool_rows_total",
    help: "Rows appended to the spool.",
    registers,
    collect() {
      this.reset();
      this.inc(spool.stats.rowsAppended);
    },
  });
  new Gauge({
    name: "headgate_spool_rows_pending",
    help: "Rows that are not in the spool yet.",
    registers,
    collect() {
      this.set(spool.stats.rowsPending);
    },
  });
  new Gauge({
    name: "headgate_spool_healthy",
    help: "1 while the spool can be written.",
    registers,
    collect() {
      this.set(spool.healthy ? 1 : 0);
    },
  });
  new Gauge({
    name: "headgate_circuit_state",
    help: `State of a provider's circuit breaker: ${circuitStates.map((state, index) => `${index} ${state}`).join(", ")}.`,
    labelNames: ["provider"],
    registers,
    collect() {
      this.reset();
      for (const provider of providers())
        this.set({ provider: provider.name }, provider.breaker.state);
    },
  });
  return registry;
}

/** What became of leases; how the budgets stand, control tells. */
function registerBudgetMetrics(registry: Registry, { budgets }: Counters): void {
  const registers = [registry];
  new Counter({
    name: "headgate_budget_refusals_total",
    help: "Attempts that a budget had no room for, by its name.",
    labelNames: ["budget"],
    registers,
    collect() {
      this.reset();
      for (const [budget, count] of budgets.refused) this.inc({ budget }, count);
    },
  });
  const total = (name: string, help: string, read: () => number): void =>
    registerTotal(registry, { name, help, read });
  total(
    "headgate_budget_steps_down_total",
    "Calls that a budget sent to its cheaper model.",
    () => budgets.stepsDown,
  );
  total(
    "headgate_budget_settled_at_worst_case_total",
    "Attempts that stay spent at their worst case, because what they came to is not known.",
    () => budgets.settledAtWorstCase,
  );
  total(
    "headgate_budget_above_worst_case_total",
    "Attempts that cost more than was set aside for them: 0, or a bound is wrong.",
    () => budgets.aboveWorstCase,
  );
  total(
    "headgate_budget_leases_expired_total",
    "Leases that ended unsettled and count as spent.",
    () => budgets.leasesExpired,
  );
}
