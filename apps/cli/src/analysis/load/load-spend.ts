import { type AnalyzeResult, type SpendCategory, spendCategories } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { addedText, countOf, groupsBy } from "./amounts.ts";
import type { Ledger, SpendAnswer } from "./ask-ledger.ts";
import type { Days } from "./days.ts";

type Spend = AnalyzeResult["spend"];
type Basis = "bill" | "calls";

/** What was spent in all, by currency and by what says so. */
export async function loadSpend(ledger: Ledger, days: Days): Promise<Spend> {
  const effective = await ledger.spend(days, "provider");
  const billed = await ledger.spend(days, "provider", "billed");
  const currencies = new Set([...effective.totals, ...billed.totals].map((row) => row.currency));
  return {
    totals: [...currencies].map((currency) => ({
      currency,
      effective_cost: costIn(effective, currency),
      billed_cost: costIn(billed, currency),
      by_basis: (["bill", "calls"] as const)
        .filter((basis) => rowsOf(effective, currency, basis).length > 0)
        .map((basis) => ({
          basis,
          effective_cost: costIn(effective, currency, basis),
          billed_cost: costIn(billed, currency, basis),
          unpriced_attempts: countOf(
            rowsOf(effective, currency, basis),
            (row) => row.unpriced_attempts,
          ),
        })),
    })),
    unpriced: await ledger.unpriced(days),
    covered_in_other_currencies: effective.covered_in_other_currencies,
    lines_across_the_range: effective.lines_across_the_range,
    bills_ending_within_a_day: effective.bills_ending_within_a_day,
    simulated_lines: effective.simulated_lines,
    simulated_cost: effective.simulated_cost,
  };
}

const rowsOf = ({ rows }: SpendAnswer, currency: string, basis?: Basis) =>
  rows.filter((row) => row.currency === currency && (basis === undefined || row.basis === basis));

const costIn = (answer: SpendAnswer, currency: string, basis?: Basis): string =>
  addedText(rowsOf(answer, currency, basis).map(({ cost }) => cost));

/** What kind of work the money went to: the largest first, and last what is no AI. */
export async function loadCategories(
  ledger: Ledger,
  days: Days,
): Promise<AnalyzeResult["categories"]> {
  const { rows } = await ledger.spend(days, "category");
  return groupsBy(rows, ({ currency, group }) => JSON.stringify([currency, group]))
    .map((group) => ({
      category: categoryOf(group[0].group),
      currency: group[0].currency,
      cost: addedText(group.map(({ cost }) => cost)),
      unpriced_attempts: countOf(group, (row) => row.unpriced_attempts),
    }))
    .sort((a, b) => {
      if (a.currency !== b.currency) return a.currency < b.currency ? -1 : 1;
      const isRest = Number(a.category === "not_ai") - Number(b.category === "not_ai");
      return isRest !== 0 ? isRest : byCost(a, b);
    });
}

/** For sorting, the largest first. */
export const byCost = (a: Readonly<{ cost: string }>, b: Readonly<{ cost: string }>): number => {
  const difference = parseDollars(b.cost) - parseDollars(a.cost);
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
};

function categoryOf(group: string | null): SpendCategory {
  const category = spendCategories.find((known) => known === group);
  if (category === undefined) throw new TypeError(`no category "${group}"`);
  return category;
}
