import type { Confidence } from "@headgate/contract";
import { divideRounded, multiply, type Picodollars, sum } from "@headgate/money";
import { chooseTable } from "../choose-table.ts";
import { findModel, type ModelSearch } from "../find-model.ts";
import type { PriceBook } from "../price-book.ts";
import { weaker } from "../weaker.ts";

/** List prices of a million tokens of short calls at the standard tier; what the book does not know is absent. */
export type ListPrice = Readonly<{
  input?: Picodollars;
  cacheRead?: Picodollars;
  output?: Picodollars;
  /** Three parts of input to one of output, the mix by which models are commonly compared. */
  blended?: Picodollars;
  /** Of the prices that are there; `unknown` where input or output is missing. */
  confidence: Confidence;
}>;

const MILLION = 1_000_000;
const INPUT_PARTS = 3;

/** What a model costs by the price book, before any contract. */
export function listPriceOf(book: PriceBook, search: ModelSearch): ListPrice {
  const found = findModel(book, search);
  if (found.kind === "missing") return { confidence: "unknown" };
  const { table } = chooseTable(found.prices, "standard", found);
  let confidence: Confidence =
    found.doubts.length > 0 || found.placeDoubt !== undefined ? "derived" : "exact";
  const priceOf = (component: "input" | "cache_read" | "output"): Picodollars | undefined => {
    const rate = table?.rates[component]?.find(({ aboveInputTokens }) => aboveInputTokens === 0);
    if (rate === undefined) return undefined;
    confidence = weaker(confidence, rate.record.confidence);
    return multiply(rate.unitPrice, MILLION);
  };
  const input = priceOf("input");
  const cacheRead = priceOf("cache_read");
  const output = priceOf("output");
  const blended =
    input === undefined || output === undefined
      ? undefined
      : divideRounded(sum([multiply(input, INPUT_PARTS), output]), BigInt(INPUT_PARTS + 1));
  return {
    ...(input !== undefined && { input }),
    ...(cacheRead !== undefined && { cacheRead }),
    ...(output !== undefined && { output }),
    ...(blended !== undefined && { blended }),
    confidence: blended === undefined ? "unknown" : confidence,
  };
}
