import type { FocusExportSummary } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { formatDollars, parseDollars, picodollars } from "@headgate/money";
import type { FocusExport } from "./export-focus.ts";

/** What an export's rows come to, and what is in none of them, by the ledger's own report of spend. */
export async function summariseFocusExport(
  ledger: Pick<LedgerStore, "report">,
  { from, to, simulated, providers }: FocusExport,
): Promise<FocusExportSummary> {
  const range = { from, to };
  const spend = await ledger.report("spend", {
    ...range,
    by: "provider",
    cost: "billed",
    providers,
  });
  const { rows: models } = await ledger.report("unpriced", range);
  const count = (
    basis: "bill" | "calls",
    counted: (row: (typeof spend.rows)[number]) => number,
  ): number =>
    spend.rows.filter((row) => row.basis === basis).reduce((total, row) => total + counted(row), 0);
  const calls = count("calls", (row) => row.attempts - row.unpriced_attempts);
  const simulatedTotal = {
    basis: "calls" as const,
    currency: "USD",
    billed_cost: spend.simulated_cost,
  };
  return {
    ...range,
    simulated,
    totals: simulated ? [simulatedTotal] : totalsOf(spend.rows),
    bill_lines: simulated ? 0 : count("bill", (row) => row.lines),
    attempts: {
      exported: simulated ? null : calls,
      counted_by_bills: simulated ? 0 : count("bill", (row) => row.attempts),
    },
    unpriced: {
      attempts: simulated ? null : count("calls", (row) => row.unpriced_attempts),
      models: simulated ? [] : models.map(({ last_seen: _, ...model }) => model),
    },
    covered_in_other_currencies: spend.covered_in_other_currencies,
    lines_across_the_range: spend.lines_across_the_range,
    bills_ending_within_a_day: simulated ? [] : spend.bills_ending_within_a_day,
    simulated_cost: spend.simulated_cost,
  };
}

type SpendRow = Readonly<{ basis: "bill" | "calls"; currency: string; cost: string }>;

function totalsOf(rows: readonly SpendRow[]): FocusExportSummary["totals"] {
  const sums = new Map<string, Readonly<{ row: SpendRow; total: bigint }>>();
  for (const row of rows) {
    const key = `${row.basis} ${row.currency}`;
    const before = sums.get(key)?.total;
    const cost = parseDollars(row.cost);
    sums.set(key, { row, total: before === undefined ? cost : before + cost });
  }
  return [...sums.values()].map(({ row: { basis, currency }, total }) => ({
    basis,
    currency,
    billed_cost: formatDollars(picodollars(total)),
  }));
}
