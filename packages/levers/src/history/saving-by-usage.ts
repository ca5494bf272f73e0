import type { Usage } from "@headgate/contract";
import { picodollars } from "@headgate/money";
import type { History, HistoryCall } from "./history.ts";
import type { CallSaving } from "./proposal.ts";

/**
 * What another usage would have saved on a call, by the call's own prices.
 *
 * @param usage undefined where it is not known what the call would have used
 */
export function savingByUsage(
  price: History["price"],
  call: HistoryCall,
  usage: Usage | undefined,
): CallSaving {
  if (usage === undefined) return { call, saved: undefined, after: call };
  const [before, after] = [price(call, call.row.usage), price(call, usage)];
  if (before === undefined || after === undefined) return { call, saved: undefined, after: call };
  const saved = picodollars(before - after);
  const cost = call.cost === undefined ? undefined : picodollars(call.cost - saved);
  return { call, saved, after: { ...call, cost, row: { ...call.row, usage } } };
}
