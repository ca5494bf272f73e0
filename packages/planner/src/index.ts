export { asManyUnits, type ChangeCell, sameCallsBy } from "./anomalies/change-cell.ts";
export {
  type FoundAnomalies,
  findAnomalies,
  type Slice,
  type SliceAnomaly,
} from "./anomalies/find-anomalies.ts";
export { type Cause, largestPart, nameCause } from "./anomalies/name-cause.ts";
export { referenceSpan, type Span } from "./anomalies/reference-span.ts";
export {
  isAtSameTime,
  isInReach,
  isOfDollars,
  isToldBy,
  sizeOf,
  widestAlike,
} from "./anomalies/same-event.ts";
export { asManyTogether, isMovedByCallers } from "./anomalies/who-calls.ts";
export type { Absorbs } from "./commitments/absorbed-demand.ts";
export { type Future, sameAgain } from "./commitments/future.ts";
export { knownPtu } from "./commitments/known-offers.ts";
export { withListedRates } from "./commitments/listed-rates.ts";
export {
  type LoadCurve,
  loadCurve,
  loadQuantile,
  overflowValue,
} from "./commitments/load-curve.ts";
export {
  costOf,
  nearestPurchase,
  optimalUnits,
  type UnitTerms,
} from "./commitments/optimal-units.ts";
export {
  type CommitmentsQuestion,
  givenOrigin,
  originOf,
  planCommitments,
} from "./commitments/plan-commitments.ts";
export type { PoolMember } from "./commitments/pool-demand.ts";
export { renewals } from "./commitments/renewals.ts";
export { type TokenRates, tokenRates } from "./commitments/token-rates.ts";
export { demandOutlook } from "./demand/demand-outlook.ts";
export type { DemandTrace } from "./demand/demand-trace.ts";
export { demandTraceOf, type SeenSpan } from "./demand/demand-trace-of.ts";
export { givenTrace } from "./demand/given-trace.ts";
export { summariseDemand } from "./demand/summarise-demand.ts";
export { daysOf, weeksOf } from "./demand/weeks-of-trace.ts";
export { type BilledCell, decomposeBilled, topBillDrivers } from "./drivers/bill-drivers.ts";
export {
  type Change,
  type ChangeParts,
  decomposeChange,
} from "./drivers/decompose-change.ts";
export { type ComparedUsage, sumsOfUsage } from "./drivers/sums-of-usage.ts";
export { type Driver, type Drivers, type SumsByValue, topDrivers } from "./drivers/top-drivers.ts";
export type { SumsByModel, UsageSum } from "./drivers/usage-sum.ts";
export { wireBillDrivers } from "./drivers/wire-bill-drivers.ts";
export { wireDrivers } from "./drivers/wire-drivers.ts";
export { exportsOfSchedules } from "./export/exports-of-schedules.ts";
export { scalableTarget } from "./export/scalable-target.ts";
export { awsCron } from "./export/schedule-actions.ts";
export {
  type Forecast,
  type ForecastPeriod,
  forecastPeriod,
  forecastPeriods,
  type Interval,
} from "./forecast/forecast-period.ts";
export type { NamedHour } from "./gpus/fleet-gauges.ts";
export { type GpuTerms, planGpus } from "./gpus/plan-gpus.ts";
export { type Successor, successorOf } from "./gpus/successor-of.ts";
export { builtInInfrastructure } from "./infrastructure/built-in-infrastructure.ts";
export { readAwsPriceList } from "./infrastructure/import/aws-price-list.ts";
export { type CheckedList, checkList } from "./infrastructure/import/check-list.ts";
export type { ListReading } from "./infrastructure/import/listed-row.ts";
export { readAwsSavingsPlans } from "./infrastructure/import/read-aws-savings-plans.ts";
export { readFmbench } from "./infrastructure/import/read-fmbench.ts";
export { readKarpenter } from "./infrastructure/import/read-karpenter.ts";
export { readOfferingRates } from "./infrastructure/import/read-offering-rates.ts";
export { readPriceCsv } from "./infrastructure/import/read-price-csv.ts";
export { readSkypilot } from "./infrastructure/import/read-skypilot.ts";
export { readSpotHistory, type SpotPricePoint } from "./infrastructure/import/read-spot-history.ts";
export { machineOfUsage } from "./infrastructure/import/savings-plan-usage.ts";
export {
  type BookPrice,
  type InfrastructureBook,
  infrastructureBook,
  type StandingFile,
} from "./infrastructure/infrastructure-book.ts";
export type {
  InfrastructurePrice,
  Machine,
  PriceTerm,
} from "./infrastructure/infrastructure-price.ts";
export { listPrices } from "./infrastructure/list-prices.ts";
export { IMPORTED_FOLDER, loadInfrastructure } from "./infrastructure/load-infrastructure.ts";
export { machineOf } from "./infrastructure/machine-of.ts";
export { type MachineOffer, machineOffers } from "./infrastructure/machine-offers.ts";
export {
  ageInDays,
  type MachineHour,
  type MachinePrice,
  priceOfMachine,
} from "./infrastructure/price-of-machine.ts";
export {
  type InterruptionBucket,
  monthlyReclaim,
  type SpotFact,
} from "./infrastructure/spot-fact.ts";
export {
  gpuUseOf,
  type KpiDefinition,
  type KpiName,
  type KpiTarget,
  kpiDefinitions,
  kpiNames,
} from "./kpis/definitions.ts";
export { factsOfCalls } from "./kpis/facts-of-calls.ts";
export type { KpiFacts } from "./kpis/kpi-facts.ts";
export { wireKpi } from "./kpis/wire-kpi.ts";
export { type Kpi, type KpiTrend, workOutKpis, workOutOfHalves } from "./kpis/work-out-kpis.ts";
export { acceleratorNamed, type Precision } from "./self-host/accelerators.ts";
export type { Deployment } from "./self-host/deployment.ts";
export {
  errorLevels,
  type MeasuredError,
  measuredErrors,
} from "./self-host/measured-errors.ts";
export { openModelNamed } from "./self-host/open-models.ts";
export { planSelfHost, type SelfHostFacts } from "./self-host/plan-self-host.ts";
export { serve, serveAtLimit } from "./self-host/serve.ts";
export { type ServingConstants, servingPresets } from "./self-host/serving-constants.ts";
export { mostAnswersInMemory } from "./self-host/step-times.ts";
export { estimatedDollars, toMicrodollars } from "./statistics/estimated-dollars.ts";
export { HOURS_PER_MONTH } from "./statistics/month.ts";
export { seededRandom } from "./statistics/seeded-random.ts";
export {
  type SeriesGrain,
  type SpendPoint,
  type SpendSeries,
  seriesGrains,
} from "./statistics/spend-series.ts";
