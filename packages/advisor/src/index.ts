export { type AdviceSource, type Advised, type AdviseProgress, advise } from "./advise.ts";
export { type EditedConfig, editPolicies, type PolicyEdit } from "./apply/edit-policies.ts";
export { PoliciesNotEditedError } from "./apply/nothing-else-changed.ts";
export { ScopeNotMatchedError } from "./apply/patch-policies.ts";
export { isAllWritten, isStillWritten } from "./apply/still-written.ts";
export type { MeasuredPools } from "./continuous/find-dominated.ts";
export type { ReconciledBill } from "./continuous/find-unreconciled.ts";
export { isNewModel, type TrafficGroup, trafficGroups } from "./continuous/traffic-groups.ts";
export { experimentDetailOf, isProven, judgeExperiment } from "./experiments/judge-experiment.ts";
export { type HistorySource, type ReadHistory, readHistory } from "./history/read-history.ts";
export { wireBasis } from "./history/wire-basis.ts";
export { actionsIn, nextState } from "./life/next-states.ts";
export { programmeOf, savesPerMonth } from "./life/programme.ts";
export { type Followed, followRealised } from "./life/realised.ts";
export { isInForce, stateAfter, withLife } from "./life/with-life.ts";
export { type DemandQuestion, type ReadDemand, readDemand } from "./plans/read-demand.ts";
export type { Advice } from "./recommend/advice.ts";
export { worthOf } from "./recommend/worth.ts";
export {
  type PoliciesToTry,
  type Simulation,
  simulatePolicies,
} from "./simulate/simulate-policies.ts";
export { simulationReportOf, spendPerMonth } from "./simulate/simulation-report.ts";
export type { Layer, Stack } from "./stack/stack-levers.ts";
