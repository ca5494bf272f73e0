export { type Anomaly, type FoundAnomalies, findAnomalies } from "./anomalies/find-anomalies.ts";
export { type Cause, nameCause } from "./anomalies/name-cause.ts";
export { referenceSpan, type Span } from "./anomalies/reference-span.ts";
export {
  type Change,
  type ChangePart,
  type ChangeParts,
  changeParts,
  decomposeChange,
} from "./drivers/decompose-change.ts";
export { type Driver, type Drivers, type SumsByValue, topDrivers } from "./drivers/top-drivers.ts";
export type { SumsByModel, UsageSum } from "./drivers/usage-sum.ts";
export {
  type SeriesGrain,
  type SpendPoint,
  type SpendSeries,
  seriesGrains,
} from "./statistics/spend-series.ts";
