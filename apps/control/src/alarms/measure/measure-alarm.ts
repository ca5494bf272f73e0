import {
  type AlarmConfig,
  isFigureAlarm,
  type RouteTrouble,
  type SemanticStats,
} from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { priceProvidersOf } from "../../api/price-providers.ts";
import type { ReconcileTerms } from "../../billing/reconcile-range.ts";
import type { BudgetWatch } from "../../budgets/budget-watch.ts";
import { newestImports } from "../../imports/newest-imports.ts";
import { measureAnomaly } from "./measure-anomaly.ts";
import { billArrivals, measureBillGap, measureBillLag, measureBillSpend } from "./measure-bill.ts";
import { measureBudget } from "./measure-budget.ts";
import { measureCacheDrop } from "./measure-cache-drop.ts";
import { measureCommitmentExpiry } from "./measure-commitment-expiry.ts";
import { measureFigure } from "./measure-figure.ts";
import { measureForecast } from "./measure-forecast.ts";
import { measureKpi } from "./measure-kpi.ts";
import { measureNearQuestions } from "./measure-near-questions.ts";
import { measureRoutingQuality } from "./measure-routing-quality.ts";
import type { Measured } from "./measured.ts";

/** What alarms are measured from. */
export type AlarmFacts = Readonly<{
  ledger: Pick<LedgerStore, "report" | "imports" | "extent">;
  prices: ReconcileTerms["prices"];
  config: ReconcileTerms["config"];
  /** How the budgets stand. */
  budgets: Pick<BudgetWatch, "standings">;
  /** What went wrong with the quality of routed calls, as the gateway knows it. */
  routingTroubles: () => Promise<readonly RouteTrouble[]>;
  /** What the semantic cache did in each namespace, as the gateway knows it. */
  nearQuestions: () => Promise<Pick<SemanticStats, "namespaces">>;
}>;

const MINUTE_MS = 60_000;

/** What reads weeks of history, or many questions. */
const SLOW: ReadonlySet<AlarmConfig["on"]> = new Set(["kpi", "anomaly", "forecast", "bill_gap"]);

/** How often an alarm is measured: figures each minute, what is slow less often. */
export const measuredEveryMs = ({ on }: AlarmConfig): number =>
  SLOW.has(on) ? 15 * MINUTE_MS : MINUTE_MS;

/** @param look when, and whether the alarm fires, for then it ends at `clear` */
export async function measureAlarm(
  alarm: AlarmConfig,
  facts: AlarmFacts,
  look: Readonly<{ nowMs: number; isFiring: boolean }>,
): Promise<Measured> {
  const { ledger } = facts;
  const providersOf = () => priceProvidersOf(facts.config());
  if (isFigureAlarm(alarm)) return measureFigure(alarm, ledger, look);
  switch (alarm.on) {
    case "cache_drop":
      return measureCacheDrop(alarm, ledger, look);
    case "kpi":
      return measureKpi(alarm, facts, look.nowMs);
    case "anomaly":
      return measureAnomaly(alarm, ledger, look.nowMs, providersOf());
    case "forecast":
      return measureForecast(alarm, ledger, look, providersOf());
    case "bill_spend":
      return measureBillSpend(alarm, ledger, look);
    case "bill_gap":
      return measureBillGap(alarm, facts, look);
    case "bill_lag":
      return measureBillLag(alarm, await billArrivals(newestImports(ledger)), look);
    case "budget":
      return measureBudget(alarm, await facts.budgets.standings(), look);
    case "routing_quality":
      return measureRoutingQuality(alarm, await facts.routingTroubles(), look);
    case "near_questions":
      return measureNearQuestions(alarm, await facts.nearQuestions(), look);
    case "commitment_expiry":
      return measureCommitmentExpiry(alarm, facts.config().plans.commitments, look);
    default:
      return alarm satisfies never;
  }
}
