import type { LedgerStore } from "@headgate/ledger";
import type { Range } from "../findings/range.ts";

const DAY_MS = 86_400_000;

/** What of a range bills reach: whole days (UTC). Undefined where they reach nothing of it. */
export async function billedRange(
  ledger: Pick<LedgerStore, "extent">,
  { from, to }: Range,
): Promise<Range | undefined> {
  const { billsFromMs, billsToMs } = await ledger.extent();
  if (billsFromMs === undefined || billsToMs === undefined) return undefined;
  const fromMs = Math.max(Math.floor(Date.parse(from) / DAY_MS) * DAY_MS, billsFromMs);
  const toMs = Math.min(Math.ceil(Date.parse(to) / DAY_MS) * DAY_MS, billsToMs);
  if (fromMs >= toMs) return undefined;
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}
