export { type ControlSettings, readControlSettings } from "./control-environment.ts";
export { type RunningControl, startControl } from "./start-control.ts";
