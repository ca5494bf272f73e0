import { counted } from "../counted.ts";
import { spendCategoryNames } from "../imports/spend-category.ts";
import { lengthText } from "../length-text.ts";
import type { BilledMachines } from "./billed-machines.ts";

/** Money of the wire, for the eye. */
type MoneyText = (amount: string, currency: string) => string;

/** What bills say of machines of a kind, in words. */
export type BilledLine = Readonly<{
  key: string;
  machine: string;
  region: string;
  use: string;
  paid: string;
  quantity: string;
  /** The least of one period: what could be promised for. */
  least: string;
  cost: string;
  listCost: string;
}>;

/** FOCUS's PricingCategory, in words. */
const paidNames: Readonly<Record<string, string>> = {
  Standard: "on demand",
  Committed: "by a commitment",
  Dynamic: "spot",
};

export const billedLines = (
  { machines }: BilledMachines,
  moneyText: MoneyText,
): readonly BilledLine[] =>
  machines.map((one, index) => ({
    key: String(index),
    machine: one.meter ?? one.description ?? "not named by the bill",
    region: one.region ?? "not said",
    use: spendCategoryNames[one.category],
    paid: one.pricing_category === null ? "not said" : paidName(one.pricing_category),
    quantity: quantityText(one.quantity, one.unit),
    least: leastText(one),
    cost: moneyText(one.effective_cost, one.billing_currency),
    // Of some lines alone it would be too small.
    listCost:
      one.lines_without_list_cost > 0
        ? "not known"
        : moneyText(one.list_cost, one.billing_currency),
  }));

const paidName = (category: string): string => paidNames[category] ?? category.toLowerCase();

/** With how long the bill's periods are. Where there is no line of some, nothing was on then. */
function leastText(one: BilledMachines["machines"][number]): string {
  if (one.period_ms === 0) return "not known";
  if (one.periods * one.period_ms < Date.parse(one.last) - Date.parse(one.first))
    return "none at some times";
  return `${quantityText(one.least_quantity, one.unit)} in ${lengthText(one.period_ms)}`;
}

/** For the eye: hundredths of an hour tell nobody more. */
const quantities = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

const quantityText = (quantity: string | null, unit: string | null): string =>
  quantity === null
    ? "not known"
    : `${quantities.format(Number(quantity))}${unit === null ? "" : ` ${unit}`}`;

export type BilledEndpoint = Readonly<{
  key: string;
  name: string;
  machine: string;
  days: string;
  /** Whether the bill has data that went in or out, as of an endpoint that is called. */
  called: string;
  cost: string;
}>;

type Endpoint = BilledMachines["endpoints"][number];

export const billedEndpoints = (
  { endpoints }: BilledMachines,
  moneyText: MoneyText,
): readonly BilledEndpoint[] => {
  const place = ({ sub_account: account, region }: Endpoint): string =>
    JSON.stringify([account, region]);
  const told = new Set(endpoints.filter((one) => one.data_lines > 0).map(place));
  return endpoints.map((one, index) => ({
    key: String(index),
    name: one.resource.split(":endpoint/").at(-1) ?? one.resource,
    machine: one.meter,
    days: counted(one.days, "day"),
    called: calledText(one, told.has(place(one))),
    cost: moneyText(one.effective_cost, one.billing_currency),
  }));
};

/** A bill without such lines of any endpoint of the account and region does not have them: none is no word about calls. */
function calledText({ data_lines: lines }: Endpoint, isTold: boolean): string {
  if (lines > 0) return "data went in or out";
  return isTold ? "no data went in or out" : "the bill does not tell";
}

/** What is in neither table. */
export const billedLeftOutText = (report: BilledMachines): string | undefined => {
  const left = report.machines_left_out + report.endpoints_left_out;
  return left === 0 ? undefined : `${counted(left, "cheaper row")} more on the bills.`;
};
