export {
  type Change,
  type ChangePart,
  type ChangeParts,
  changeParts,
  decomposeChange,
} from "./drivers/decompose-change.ts";
export { type Driver, type Drivers, type SumsByValue, topDrivers } from "./drivers/top-drivers.ts";
export type { SumsByModel, UsageSum } from "./drivers/usage-sum.ts";
