import { picodollars, ZERO } from "@headgate/money";
import { batchPathOf } from "@headgate/providers";
import type { History, HistoryCall } from "../history/history.ts";
import type { CallSaving } from "../history/proposal.ts";
import { unmarkedUsage } from "../prefix-cache/unmarked-usage.ts";

/** Whether a call was asked in real time and billed, in a format that batches take. */
export const isCarried = ({ row, cost }: HistoryCall): boolean =>
  (row.operation === "chat" || row.operation === "embeddings") &&
  row.outcome === "completed" &&
  row.service_tier !== "batch" &&
  cost !== ZERO &&
  // Of logs it is not told; what else is known of such a call decides.
  (row.wire_format === undefined || batchPathOf(row.wire_format) !== undefined);

/** A call at the batch's price of all of its prompt, since what the provider's cache keeps is not read there. */
export function batchSaving({ price }: Pick<History, "price">, call: HistoryCall): CallSaving {
  const usage = unmarkedUsage(call.row.usage);
  const cost = usage && price(call, usage, "batch");
  if (usage === undefined || cost === undefined || call.cost === undefined) {
    return { call, saved: undefined, after: call };
  }
  const row = { ...call.row, usage, service_tier: "batch" };
  return { call, saved: picodollars(call.cost - cost), after: { ...call, cost, row } };
}
