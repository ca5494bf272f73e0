import type { PricedCall } from "../company-call.ts";

/** Is shown every call in the order of time, whoever wrote it down, and writes what is told of calls beside themselves. */
export interface CallWatcher {
  see(call: PricedCall): Promise<void>;
  close(): Promise<void>;
}
