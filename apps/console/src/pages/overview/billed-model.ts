import { formatDollars, type Picodollars } from "@headgate/money";
import type { askBillBy } from "../../api/bills.ts";
import { moneyText, sumOfTexts } from "../../format/money-text.ts";
import type { BillGroup } from "../../search/bills-search.ts";
import { billKeyOf } from "../bills/bill-key.ts";
import { billLabelOf } from "../bills/bills-model.ts";

type Lines = Awaited<ReturnType<typeof askBillBy>>;

/** A group of bill lines in one currency. */
export type BilledRow = Readonly<{
  key: string;
  label: string;
  filterValue: string;
  effective: string;
  billed: string;
  lines: number;
}>;

/** Groups as the server ranked them; each currency by itself. */
export const billedRows = (by: BillGroup, { rows }: Lines): readonly BilledRow[] =>
  rows.map(({ group, billing_currency: currency, ...row }) => ({
    key: `${currency} ${billKeyOf(group, false)}`,
    label: billLabelOf(by, group, false),
    filterValue: group === null ? "" : group,
    effective: moneyText(row.effective_cost, currency),
    billed: moneyText(row.billed_cost, currency),
    lines: row.lines,
  }));

/** What was billed for AI in one currency: the rest of a bill is no part of it. */
export type BilledTotal = Readonly<{
  currency: string;
  effective: string;
  billed: string;
  lines: number;
}>;

/** Of categories, all of which are in the answer. */
export const billedForAi = ({ rows }: Lines): readonly BilledTotal[] => {
  const ai = rows.filter(({ group }) => group !== "not_ai");
  return [...new Set(ai.map(({ billing_currency }) => billing_currency))].map((currency) => {
    const here = ai.filter((row) => row.billing_currency === currency);
    const text = (amount: Picodollars) => moneyText(formatDollars(amount), currency);
    return {
      currency,
      effective: text(sumOfTexts(here.map((row) => row.effective_cost))),
      billed: text(sumOfTexts(here.map((row) => row.billed_cost))),
      lines: here.reduce((count, row) => count + row.lines, 0),
    };
  });
};
