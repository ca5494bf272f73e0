import { decimalOf } from "../read/number-text.ts";
import type { Metrics } from "./answer.ts";

/** The costs of a group, and what had to stand in for one that was not asked for. */
export type Costs = Readonly<{
  billed: string;
  effective: string;
  currency: string;
  problem?: string;
}>;

const BILLED = ["UnblendedCost", "NetUnblendedCost", "BlendedCost"] as const;
const EFFECTIVE = ["AmortizedCost", "NetAmortizedCost"] as const;

/** Unblended is what is billed, amortised what is effective; `undefined` where no metric is a cost. */
export function costsIn(metrics: Metrics): Costs | "unreadable" | "no_currency" | undefined {
  const billed = BILLED.find((name) => Object.hasOwn(metrics, name));
  const effective = EFFECTIVE.find((name) => Object.hasOwn(metrics, name));
  const [billedMetric, effectiveMetric] = [billed ?? effective, effective ?? billed].map((name) =>
    name === undefined ? undefined : metrics[name],
  );
  if (billedMetric === undefined || effectiveMetric === undefined) return undefined;
  const amounts = [decimalOf(billedMetric.Amount), decimalOf(effectiveMetric.Amount)];
  const [billedCost, effectiveCost] = amounts;
  if (billedCost === undefined || effectiveCost === undefined) return "unreadable";
  const currency = billedMetric.Unit;
  if (currency === undefined || currency === "" || currency === "N/A") return "no_currency";
  const costs = { billed: billedCost, effective: effectiveCost, currency };
  if (billed !== undefined && effective !== undefined) return costs;
  const missing = billed === undefined ? "unblended" : "amortised";
  return {
    ...costs,
    problem: `Cost Explorer was not asked for the ${missing} cost; the other one stands for both. Ask for UnblendedCost and AmortizedCost.`,
  };
}

/** A quantity of one unit; Cost Explorer says `N/A` where it added up several. */
export function quantityIn(metrics: Metrics): Readonly<{ quantity?: string; unit?: string }> {
  const metric = metrics.UsageQuantity;
  if (metric?.Unit === undefined || metric.Unit === "N/A" || metric.Unit === "") return {};
  const quantity = decimalOf(metric.Amount);
  return quantity === undefined ? {} : { quantity, unit: metric.Unit };
}
