import { priceScopes, priceTiers } from "@headgate/contract";
import { z } from "zod";
import { isRangePreset, type RangePreset, rangePresets } from "../time/range.ts";
import { readSearchWith, SearchFailure } from "./search-failure.ts";

const text = z.string().optional();
const tier = z.enum(priceTiers).optional();

const pricesAddress = z.object({
  q: z.string().max(200).optional(),
  provider: text,
  tier,
  scope: z.enum(priceScopes).optional(),
  at: z.iso.date().optional(),
  offset: z.coerce.number().int().min(0).max(100_000).optional(),
});
const modelAddress = z.object({ provider: text, model: z.string().min(1), tier });
const quantity = z.coerce.number().int().nonnegative().optional();
const estimateAddress = z.object({
  models: text,
  input: quantity,
  cached: quantity,
  output: quantity,
  calls: z.coerce.number().int().positive().optional(),
  tier,
  scope: z.enum(priceScopes).optional(),
  region: z.string().max(64).optional(),
});

/** The address's own part of the price list: what is searched for, and as of which day. */
export type PricesSearch = z.infer<typeof pricesAddress>;
/** Which model's prices are opened. */
export type ModelPricesSearch = z.infer<typeof modelAddress>;
/** The calls that are estimated; `models` are names with commas between them. */
export type EstimateSearch = z.infer<typeof estimateAddress>;
/** Which history is priced again. */
export type RerateSearch = {
  range?: RangePreset | undefined;
  provider?: string | undefined;
  model?: string | undefined;
};

type Address = Readonly<Record<string, unknown>>;

/** What is empty says nothing. */
const said = <Search extends Record<string, unknown>>(search: Search): Search =>
  Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== ""),
  ) as Search;

/** @throws SearchFailure when a parameter is wrong. */
export const readPricesSearch = (search: Address): PricesSearch => {
  const { offset, ...narrowed } = readSearchWith(pricesAddress, said({ ...search }));
  return said({ ...narrowed, ...(offset === undefined || offset === 0 ? {} : { offset }) });
};

/** @throws SearchFailure when a parameter is wrong, or the model is missing. */
export const readModelPricesSearch = (search: Address): ModelPricesSearch =>
  said(readSearchWith(modelAddress, search));

/** @throws SearchFailure when a parameter is wrong. */
export const readEstimateSearch = (search: Address): EstimateSearch =>
  said(readSearchWith(estimateAddress, said({ ...search })));

/** @throws SearchFailure when a parameter is wrong. */
export const readRerateSearch = (search: Address): RerateSearch => {
  const { range } = search;
  if (range !== undefined && (typeof range !== "string" || !isRangePreset(range))) {
    throw new SearchFailure(`range: expected one of ${rangePresets.join(", ")}`);
  }
  const names = readSearchWith(z.object({ provider: text, model: text }), search);
  return said({ ...names, ...(range === undefined ? {} : { range }) });
};
