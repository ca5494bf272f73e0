export { type ControlSettings, readControlSettings } from "./control-environment.ts";
export { anomalies } from "./insight/anomalies.ts";
export { drivers } from "./insight/drivers.ts";
export { reconcileBills } from "./insight/reconcile-bills.ts";
export { type RunningControl, startControl } from "./start-control.ts";
