import type { UsageComponent } from "@headgate/contract";
import { builtInBook } from "../model/built-in-book.ts";
import { remembering } from "../read/remembering.ts";
import { areWithinFactor, isKeptDecimal, isZeroDecimal, multiplyDecimals } from "./decimal-sum.ts";

/** How far a bill's unit price may lie from every known price of the model before the unit is taken for wrong. */
const MOST_APART = 100n;

/** What is known of a quantity that may be one of tokens. */
export type BilledQuantity = Readonly<{
  quantity: string;
  /** How many of the component one of the quantity is: 1000 for `1K tokens`; `undefined` for a unit that is not known. */
  multiplier: string | undefined;
  component: UsageComponent;
  /** What the quantity costs, to check the unit by: its list price where the bill has it. */
  cost: string;
  currency: string;
  provider?: string | undefined;
  /** As the price book names it. */
  model?: string | undefined;
  atMs: number;
}>;

/** How many of the component were billed, or why that is not told. */
export type ComponentQuantity = Readonly<{ quantity?: string; warning?: string }>;

/**
 * Multiplies a bill's quantity out (`3 1M tokens` is 3000000) and holds what one then costs against the price
 * book: a unit that makes it 100 times dearer or cheaper than every known price of the model is a wrong one, and
 * the quantity stays untold. Units change over time; AWS's own dashboards had to follow.
 *
 * Lines that cost nothing, are in another currency than dollars or of an unknown model cannot be checked; their
 * unit is believed.
 */
export function componentQuantity(billed: BilledQuantity): ComponentQuantity {
  const { quantity, multiplier, component } = billed;
  if (multiplier === undefined)
    return { warning: "The unit of a quantity of tokens is not known." };
  const count = multiplyDecimals(quantity, multiplier);
  if (!isKeptDecimal(count)) return { warning: "A quantity of tokens is no likely number." };
  if (isZeroDecimal(count) || isZeroDecimal(billed.cost)) return { quantity: count };
  if (billed.currency !== "USD" || billed.provider === undefined || billed.model === undefined) {
    return { quantity: count };
  }
  const prices = knownPrices(billed.provider, billed.model, component, billed.atMs);
  const fits = prices.length === 0 || prices.some((price) => isNear(billed.cost, count, price));
  return fits
    ? { quantity: count }
    : {
        warning: `The unit of ${billed.provider}/${billed.model} makes its ${component} cost more than ${MOST_APART} times as much or as little as is known.`,
      };
}

type KnownPrice = Readonly<{ price: string; per: string }>;

/** A cache write whose time to live is not told may be any of them. */
const knownPrices = remembering(
  10_000,
  (provider: string, model: string, component: UsageComponent, atMs: number) =>
    `${provider}\n${model}\n${component}\n${atMs}`,
  (provider, model, component, atMs): readonly KnownPrice[] => {
    const records = builtInBook().find({ provider, model, atMs })?.records ?? [];
    return records
      .filter((record) =>
        component === "cache_write"
          ? record.component.startsWith("cache_write")
          : record.component === component,
      )
      .map(({ price, per }) => ({ price, per: String(per) }));
  },
);

/** cost ÷ count beside price ÷ per, without a division. */
const isNear = (cost: string, count: string, { price, per }: KnownPrice): boolean =>
  areWithinFactor([absolute(cost), per], [price, absolute(count)], MOST_APART);

const absolute = (text: string): string => (text.startsWith("-") ? text.slice(1) : text);

/**
 * How many tokens one of a bill's unit is: `1K tokens`, `1M Tokens`, `1000 Tokens`, `Tokens`, `1M`. The
 * marketplace's `Units` are millions: its descriptions say `Million Input Tokens`.
 */
export function tokensInUnit(
  unit: string | undefined,
  options: Readonly<{ isMarketplace?: boolean }> = {},
): string | undefined {
  if (unit === undefined) return undefined;
  const text = unit.trim();
  if (/^units?$/i.test(text)) return options.isMarketplace === true ? "1000000" : undefined;
  const match = /^(\d+)?\s*(k|m|thousand|million)?(?:[\s/]*tokens?)?$/i.exec(text);
  if (match === null || text === "") return undefined;
  const [, count = "1", size = ""] = match;
  const zeros = /^(?:k|thousand)$/i.test(size) ? "000" : size === "" ? "" : "000000";
  return count + zeros;
}
