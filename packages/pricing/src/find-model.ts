import { DAY_MS } from "./day-number.ts";
import type { PriceBook } from "./price-book.ts";
import type { ModelPrices } from "./rate-table.ts";

/** The prices for one of several names of a call's model, or why there are none. */
export type ModelFinding =
  | Readonly<{ kind: "found"; prices: ModelPrices; doubt: string | undefined }>
  | Readonly<{ kind: "missing"; reason: string }>;

/** Tries the names in order; the first that the book knows wins, and anything but the first name raises a doubt. */
export function findModel(
  book: PriceBook,
  query: Readonly<{ provider: string; models: readonly string[]; atMs: number }>,
): ModelFinding {
  const { provider, models, atMs } = query;
  for (const [index, model] of models.entries()) {
    const prices = book.find({ provider, model, atMs });
    if (prices === undefined) continue;
    return {
      kind: "found",
      prices,
      doubt: doubtOf(prices, model, index === 0 ? undefined : models[0]),
    };
  }
  const names = [...new Set(models)].join(", ");
  const day = new Date(Math.floor(atMs / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
  return {
    kind: "missing",
    reason:
      names === ""
        ? "the model is not known"
        : `the price book has no price of ${provider} for ${names} on ${day}`,
  };
}

const doubtOf = (
  prices: ModelPrices,
  model: string,
  firstModel: string | undefined,
): string | undefined => {
  if (firstModel !== undefined) {
    return `"${firstModel}" is not in the price book; priced as "${model}"`;
  }
  return prices.snapshotOf === undefined
    ? undefined
    : `the snapshot "${model}" is not in the price book; priced as "${prices.snapshotOf}"`;
};
