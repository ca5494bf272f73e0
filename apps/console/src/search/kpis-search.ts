import { type KpiGrain, kpiGrains } from "@headgate/contract";
import { oneOf, withoutDefaults } from "./one-of.ts";

/** The KPIs that the console knows how to open, in the order in which they are shown. */
export const kpiNames = [
  "cost_per_inference",
  "effective_cost_per_million_tokens",
  "savings_rate",
  "cache_hit_rate",
  "unpriced_spend",
  "reconciled_share",
  "token_efficiency",
  "cost_per_outcome",
  "gpu_utilisation",
] as const;
export type KpiName = (typeof kpiNames)[number];

/** The address's own part of the KPIs: which one is drawn large, and by what. */
export type KpisSearch = {
  kpi?: KpiName | undefined;
  grain?: KpiGrain | undefined;
  as?: "table" | undefined;
};

/** @throws SearchFailure when a parameter is wrong. */
export const readKpisSearch = (search: Readonly<Record<string, unknown>>): KpisSearch => {
  const as = oneOf(search, "as", ["chart", "table"], "chart");
  return withoutDefaults<KpisSearch>({
    kpi: oneOf(search, "kpi", kpiNames, "cost_per_inference"),
    grain: oneOf(search, "grain", kpiGrains),
    as: as === "table" ? as : undefined,
  });
};
