export type {
  ChangeKind,
  PlantedChange,
  SettingName,
} from "./company/company-setting.ts";
export { lookUpPrices, type PriceLookup } from "./company/price-lookup.ts";
export { type SampledCall, type SampledCompany, sampleCompany } from "./company/sample-company.ts";
export { type CompanyOptions, type CompanySummary, writeCompany } from "./company/write-company.ts";
export type { SimulatedModel } from "./models.ts";
export { between, createRandom, pick, pickWeighted, type Random } from "./seeded-random.ts";
export { type FaultName, faultNames } from "./server/faults.ts";
export type { SimulatorOptions } from "./server/simulator-options.ts";
export type { SimulatorStats } from "./server/simulator-stats.ts";
export { type Simulator, startSimulator } from "./start-simulator.ts";
export { countTokens } from "./text/tokenizer.ts";
export type { TeamKey } from "./traffic/compose-call.ts";
export {
  startTraffic,
  type Traffic,
  type TrafficOptions,
  type TrafficStats,
} from "./traffic/start-traffic.ts";
export { simulatedTeams } from "./traffic/workloads.ts";
