import { HeadgateError } from "../errors.ts";

/** One fault of a configuration, with its place. */
export type ConfigFault = Readonly<{ place: string; message: string }>;

/** All faults of a configuration in one error, a line each. */
export function faultsError(faults: readonly ConfigFault[]): HeadgateError {
  const list = faults.map((fault) => `\n  ${fault.place}: ${fault.message}`).join("");
  return new HeadgateError("config_invalid", list, { faults: faults.length });
}
