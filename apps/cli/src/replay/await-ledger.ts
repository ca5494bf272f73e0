import { setTimeout as delay } from "node:timers/promises";
import { HeadgateError, statusSchema, type Totals, totalsReport } from "@headgate/contract";
import type { ManagementApi } from "../management/management-api.ts";
import { knownRows } from "./known-rows.ts";

const POLL_INTERVAL_MS = 200;

/**
 * Waits until the ledger holds all these rows.
 * @returns how many it still lacks when `timeoutMs` is over
 */
export async function awaitLedger(
  api: ManagementApi,
  replay: string,
  rows: readonly number[],
  timeoutMs: number,
): Promise<number> {
  const deadline = performance.now() + timeoutMs;
  let missing = rows;
  for (;;) {
    const known = await knownRows(api, replay, missing);
    missing = missing.filter((row) => !known.has(row));
    if (missing.length === 0 || performance.now() > deadline) return missing.length;
    await delay(POLL_INTERVAL_MS);
  }
}

/** The ledger's totals of all calls of a replay, of earlier runs too; `undefined` when it holds none at all. */
export async function replayTotals(
  api: ManagementApi,
  replay: string,
): Promise<Totals | undefined> {
  const { ledger } = await api.get("/api/status", {}, statusSchema);
  if (ledger.rows === null) {
    throw new HeadgateError("ledger_unreachable", "The ledger does not say how far it reaches.");
  }
  if (ledger.first_row_at === null || ledger.last_row_at === null) return undefined;
  const report = await api.get(
    "/api/reports/totals",
    {
      from: ledger.first_row_at,
      // The end of a range is exclusive.
      to: new Date(Date.parse(ledger.last_row_at) + 1).toISOString(),
      tag: `replay=${replay}`,
    },
    totalsReport,
  );
  return report.totals;
}
