export { reconcileRange } from "./billing/reconcile-range.ts";
export { type ControlSettings, readControlSettings } from "./control-environment.ts";
export { anomalies } from "./insight/anomalies.ts";
export { drivers } from "./insight/drivers.ts";
export { type RunningControl, startControl } from "./start-control.ts";
