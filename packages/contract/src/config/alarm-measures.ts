/** Figures of calls, measured over a window. */
export const figureMeasures = [
  "spend",
  "spend_rate",
  "unpriced",
  "errors",
  "cache_hits",
  "retry_cost",
  "retry_share",
] as const;
export type FigureMeasure = (typeof figureMeasures)[number];

/** Everything that an alarm can be on. */
export const alarmMeasures = [
  ...figureMeasures,
  "cache_drop",
  "kpi",
  "anomaly",
  "forecast",
  "bill_spend",
  "bill_gap",
  "bill_lag",
  "budget",
  "routing_quality",
  "near_questions",
  "commitment_expiry",
] as const;
export type AlarmMeasure = (typeof alarmMeasures)[number];

export const alarmWindows = ["1h", "24h", "7d", "day", "month"] as const;
export type AlarmWindow = (typeof alarmWindows)[number];

/** What a measured value is in. `amount`: in the currency that is named beside it. */
export const alarmUnitNames = [
  "usd",
  "usd_per_hour",
  "amount",
  "ratio",
  "outcomes",
  "attempts",
  "days",
  "troubles",
  "namespaces",
] as const;
export type AlarmUnit = (typeof alarmUnitNames)[number];

/** The KPIs that an alarm can watch, each with its unit; the planner says what they mean. */
export const alarmKpis = {
  cost_per_inference: "usd",
  effective_cost_per_million_tokens: "usd",
  token_efficiency: "outcomes",
  cache_hit_rate: "ratio",
  gpu_utilisation: "ratio",
  cost_per_outcome: "usd",
  savings_rate: "ratio",
  unpriced_spend: "attempts",
  reconciled_share: "ratio",
} as const satisfies Record<string, AlarmUnit>;
export type AlarmKpi = keyof typeof alarmKpis;
