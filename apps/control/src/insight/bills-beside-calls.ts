import type { BillsLeftOut, Filter } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import {
  formatDollars,
  type Picodollars,
  parseDollars,
  subtract,
  sum,
  ZERO,
} from "@headgate/money";
import type { SeriesGrain } from "@headgate/planner";
import { BILLS_CURRENCY, type BilledSeries, billSeries } from "./bill-series.ts";

type Ledger = Pick<LedgerStore, "report">;

/** The price book's names of configured providers, where they differ: bills are read by those. */
export type PriceProviders = Readonly<Record<string, string>>;

type BillsQuestion = Readonly<{
  filter: Filter;
  grain: SeriesGrain;
  fromMs: number;
  toMs: number;
  providers: PriceProviders;
}>;

/** What there is of bills beside a series of calls; what is absent there is none of. */
type BillsBeside = Readonly<{ beyond?: BilledSeries; leftOut?: BillsLeftOut }>;

/** More than there are. */
const MOST_PROVIDERS = 1_000;

/**
 * What bills tell that the calls of a time cannot: what is not for the use of models, and all of providers of which no call
 * is known then. Use of the others is in the calls, as far as they were seen, and in none of this: each dollar is in one.
 * Of hours, and with a filter, bills tell nothing; how much there is of them is told.
 */
export async function billsBesideCalls(
  ledger: Ledger,
  question: BillsQuestion,
): Promise<BillsBeside> {
  const all = await allBills(ledger, question);
  if (all.lines === 0) return {};
  const untold = leftOutBy(question, all);
  if (untold !== undefined) return { leftOut: untold };
  const called = await calledProviders(ledger, question);
  const { fromMs, toMs } = question;
  const beyond = await billSeries(ledger, { fromMs, toMs, calledProviders: called });
  const lines = all.lines - beyond.lines;
  const { effective_cost: ofDays, longer_cost: longer } = beyond.billed;
  const cost = subtract(all.cost, sum([parseDollars(ofDays), parseDollars(longer)]));
  return {
    ...(beyond.lines > 0 && { beyond }),
    ...(lines > 0 && {
      leftOut: {
        because: "calls",
        effective_cost: formatDollars(cost),
        lines,
        providers: all.providers.filter((provider) => called.includes(provider)),
      },
    }),
  };
}

/** The bills that a question for hours, or with a filter, leaves out; undefined where there are none. */
export async function billsNotAskedFor(
  ledger: Ledger,
  question: BillsQuestion,
): Promise<BillsLeftOut | undefined> {
  const all = await allBills(ledger, question);
  return all.lines === 0 ? undefined : leftOutBy(question, all);
}

type AllBills = Readonly<{ cost: Picodollars; lines: number; providers: readonly string[] }>;

function leftOutBy({ filter, grain }: BillsQuestion, all: AllBills): BillsLeftOut | undefined {
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  if (!isFiltered && grain === "day") return undefined;
  return {
    because: isFiltered ? "filter" : "hours",
    effective_cost: formatDollars(all.cost),
    lines: all.lines,
    providers: [],
  };
}

async function allBills(ledger: Ledger, { fromMs, toMs }: BillsQuestion): Promise<AllBills> {
  const { rows } = await ledger.report("bill-by", {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    billing_currency: BILLS_CURRENCY,
    by: "provider",
    limit: MOST_PROVIDERS,
  });
  return {
    cost: rows.reduce((total, row) => sum([total, parseDollars(row.effective_cost)]), ZERO),
    lines: rows.reduce((total, row) => total + row.lines, 0),
    providers: rows.flatMap(({ group }) => group ?? []).sort(),
  };
}

/** Providers of which a source saw a call in this time, by the price book's names. Nobody bills a simulated one. */
async function calledProviders(
  ledger: Ledger,
  { fromMs, toMs, providers }: BillsQuestion,
): Promise<readonly string[]> {
  const { rows } = await ledger.report("spend-by", {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    by: "provider",
    limit: MOST_PROVIDERS,
    simulated: false,
  });
  const names = rows.flatMap(({ group }) => (group === null ? [] : [providers[group] ?? group]));
  return [...new Set(names)].sort();
}
