import {
  type LedgerRow,
  type Outcome,
  outcomeListReport,
  outcomesReport,
} from "@headgate/contract";
import { attempt, HOUR_MS, NOON_MS } from "../../store.fixture.ts";
import type { LedgerStore } from "../../store.ts";

export const DAY_MS = 24 * HOUR_MS;
export const iso = (ms: number): string => new Date(ms).toISOString();
/** The day of {@link NOON_MS}. */
export const day = { from: "2026-07-15T00:00:00Z", to: "2026-07-16T00:00:00Z" };
export const none = {
  call: 0,
  trace: 0,
  session: 0,
  tags: 0,
  window: 0,
  none: 0,
  too_many_calls: 0,
};

export const load = async (
  store: LedgerStore,
  rows: readonly LedgerRow[],
  outcomes: readonly Outcome[],
): Promise<void> => {
  await store.append({ rows, cursors: [] });
  if (outcomes.length > 0) await store.addOutcomes({ outcomes, atMs: NOON_MS });
};
export const ask = async (store: LedgerStore, change: object = {}) =>
  outcomesReport.parse(await store.report("outcomes", { ...day, limit: 10, ...change }));
export const list = async (store: LedgerStore, change: object = {}) =>
  outcomeListReport.parse(
    await store.report("outcome-list", { ...day, sort: "time", limit: 50, offset: 0, ...change }),
  );
export const inSession = (
  callId: string,
  session: string,
  change: Parameters<typeof attempt>[0] = {},
) => attempt({ call_id: callId, attribution: { session }, ...change });
