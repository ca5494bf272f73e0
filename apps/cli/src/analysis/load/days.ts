import type { AnalyzeResult } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import type { TimeRange } from "@headgate/sources";

const DAY_MS = 86_400_000;
/** Shorter halves say more about days of the week than about change. */
const SHORTEST_HALF_DAYS = 2;

/** Whole days (UTC), as questions to the ledger have them. */
export type Days = NonNullable<AnalyzeResult["period"]>;

/** The days that the ledger's calls and bills are about, within the range; undefined when it has none there. */
export async function daysOf(store: LedgerStore, range: TimeRange): Promise<Days | undefined> {
  const { firstRowAtMs, lastRowAtMs, billsFromMs, billsToMs } = await store.extent();
  const starts = [firstRowAtMs, billsFromMs].filter((at) => at !== undefined);
  const ends = [lastRowAtMs === undefined ? undefined : lastRowAtMs + 1, billsToMs].filter(
    (at) => at !== undefined,
  );
  if (starts.length === 0 || ends.length === 0) return undefined;
  const fromMs = Math.max(Math.min(...starts), range.fromMs ?? Number.NEGATIVE_INFINITY);
  const toMs = Math.min(Math.max(...ends), range.toMs ?? Number.POSITIVE_INFINITY);
  return toMs <= fromMs
    ? undefined
    : daysBetween(Math.floor(fromMs / DAY_MS), Math.ceil(toMs / DAY_MS));
}

/**
 * The last and the one before of two halves of the same length, in whole days; of an odd number of days the first
 * is in neither. Undefined where they would be too short to compare.
 */
export function halvesOf({ from, to }: Days): Readonly<{ before: Days; after: Days }> | undefined {
  const lastDay = Date.parse(to) / DAY_MS;
  const half = Math.floor((lastDay - Date.parse(from) / DAY_MS) / 2);
  if (half < SHORTEST_HALF_DAYS) return undefined;
  return {
    before: daysBetween(lastDay - 2 * half, lastDay - half),
    after: daysBetween(lastDay - half, lastDay),
  };
}

const daysBetween = (firstDay: number, lastDay: number): Days => ({
  from: new Date(firstDay * DAY_MS).toISOString(),
  to: new Date(lastDay * DAY_MS).toISOString(),
});
