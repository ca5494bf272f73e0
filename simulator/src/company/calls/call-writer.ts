import type { PricedCall } from "../company-call.ts";
import type { CallSource } from "../features.ts";

/** Writes the calls that one source sees, in the order of time. */
export interface CallWriter {
  readonly source: CallSource;
  write(call: PricedCall): Promise<void>;
  close(): Promise<void>;
}

/** What every record carries that has room for it. */
export const CONSTRUCTED = "constructed" as const;
