import type { AnalyzeResult, SpendDimension } from "@headgate/contract";
import { formatDollars, parseDollars, subtract } from "@headgate/money";
import { addAmounts, addedText, countOf, groupsBy, shareOf } from "./amounts.ts";
import type { Ledger, SpendAnswer, SpendRow } from "./ask-ledger.ts";
import { type Days, halvesOf } from "./days.ts";
import { byCost } from "./load-spend.ts";

type Driver = AnalyzeResult["drivers"][number]["rows"][number];
type Kind = Driver["kind"];

type Comparison = AnalyzeResult["comparison"];

/** The halves of the period, where they are long enough and each of them holds something. */
export async function comparisonOf(ledger: Ledger, days: Days): Promise<Comparison> {
  const halves = halvesOf(days);
  if (halves === undefined) return null;
  const both = { from: halves.before.from, to: halves.after.to };
  const [whole, before, after] = [
    await ledger.spend(both, "provider"),
    await ledger.spend(halves.before, "provider"),
    await ledger.spend(halves.after, "provider"),
  ];
  if (before.rows.length === 0 || after.rows.length === 0) return null;
  const linesOf = ({ rows }: SpendAnswer): number => countOf(rows, ({ lines }) => lines);
  return {
    ...halves,
    lines_across_the_halves:
      linesOf(whole) -
      linesOf(before) -
      linesOf(after) +
      countOf(whole.lines_across_the_range, ({ lines }) => lines),
  };
}

/**
 * Who or what the money went to: the first `top` values of a dimension, all others as one row, and apart from
 * them what has no value and what only a bill knows. In each currency they add up to all that was spent.
 */
export async function loadDrivers(
  ledger: Ledger,
  days: Days,
  {
    dimension,
    top,
    comparison,
  }: Readonly<{ dimension: SpendDimension; top: number; comparison: Comparison }>,
): Promise<AnalyzeResult["drivers"][number]> {
  const whole = await ledger.spend(days, dimension);
  const before = comparison && (await ledger.spend(comparison.before, dimension));
  const after = comparison && (await ledger.spend(comparison.after, dimension));
  const tell = teller(whole, before === null || after === null ? undefined : { before, after });

  const rows: Driver[] = [];
  let leftOut = 0;
  for (const inCurrency of groupsBy(whole.rows, ({ currency }) => currency)) {
    const keys = groupsBy(inCurrency, keyOf).map(([first]) => keyOf(first));
    const drivers = keys.map((key) =>
      tell((row) => keyOf(row) === key, kindOfKey(key, inCurrency)),
    );
    const values = drivers.filter(({ kind }) => kind === "value").sort(byCost);
    const others = new Set(values.slice(top).map(({ group }) => group));
    const { currency } = inCurrency[0];
    rows.push(...values.slice(0, top));
    if (others.size > 0) {
      // Values that only a half has cannot be: each half lies within the whole.
      rows.push(
        tell(
          (row) => row.currency === currency && kindOf(row) === "value" && others.has(row.group),
          { kind: "rest", group: null, currency },
        ),
      );
    }
    rows.push(...drivers.filter(({ kind }) => kind !== "value").sort(byCost));
    leftOut += others.size;
  }
  return { dimension, rows, left_out: leftOut };
}

type Named = Readonly<{ kind: Kind; group: string | null; currency: string }>;

/** What only a bill knows belongs to a provider or a category, and to no other dimension's value. */
const kindOf = ({ part, group }: SpendRow): Kind => {
  if (group !== null) return "value";
  return part === "not_seen" ? "not_seen" : "unallocated";
};
const keyOf = (row: SpendRow): string => JSON.stringify([row.currency, kindOf(row), row.group]);

function kindOfKey(key: string, rows: readonly SpendRow[]): Named {
  const row = rows.find((candidate) => keyOf(candidate) === key);
  if (row === undefined) throw new TypeError("a key without its row");
  return { kind: kindOf(row), group: row.group, currency: row.currency };
}

/** Adds up the rows that belong to a driver, over the period and over its halves. */
function teller(
  whole: SpendAnswer,
  halves: Readonly<{ before: SpendAnswer; after: SpendAnswer }> | undefined,
): (isOwn: (row: SpendRow) => boolean, named: Named) => Driver {
  return (isOwn, named) => {
    const own = whole.rows.filter(isOwn);
    const cost = addAmounts(own.map((row) => row.cost));
    const total = whole.totals.find(({ currency }) => currency === named.currency);
    return {
      ...named,
      cost: formatDollars(cost),
      share: total === undefined ? null : shareOf(cost, parseDollars(total.cost)),
      attempts: countOf(own, (row) => row.attempts),
      unpriced_attempts: countOf(own, (row) => row.unpriced_attempts),
      change: halves === undefined ? null : changeOf(halves, isOwn),
    };
  };
}

function changeOf(
  { before, after }: Readonly<{ before: SpendAnswer; after: SpendAnswer }>,
  isOwn: (row: SpendRow) => boolean,
): NonNullable<Driver["change"]> {
  const costOf = (answer: SpendAnswer): string =>
    addedText(answer.rows.filter(isOwn).map(({ cost }) => cost));
  const costs = { before: costOf(before), after: costOf(after) };
  return {
    ...costs,
    difference: formatDollars(subtract(parseDollars(costs.after), parseDollars(costs.before))),
  };
}
