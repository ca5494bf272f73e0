import {
  type CatalogueModel,
  factsByPath,
  type ModelsQuery,
  type ModelsResponse,
} from "@headgate/contract";
import { formatDollars, type Picodollars } from "@headgate/money";
import { modelsNamed } from "../models-named.ts";
import type { PriceBook } from "../price-book.ts";
import { joinStatements } from "./join-statements.ts";
import { listPriceOf } from "./list-price.ts";
import type { CatalogueEntry, ModelCatalogue } from "./model-catalogue.ts";
import { tierOfModel } from "./model-tier.ts";

/**
 * The part of the catalogue that fits the question, as it is told to people. A model that is asked for by name is shown
 * also where nothing is known of it.
 * @param at the day whose prices are shown, `yyyy-mm-dd`
 */
export function pageOfModels(
  book: PriceBook,
  catalogue: ModelCatalogue,
  query: ModelsQuery & Readonly<{ at: string }>,
): ModelsResponse {
  const { at, provider, q = "", tier, can, limit, offset } = query;
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = entriesOf(book, catalogue, query)
    .filter((entry) => provider === undefined || entry.provider === provider)
    .filter(({ provider: whose, model }) => {
      const text = `${whose} ${model}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .filter(({ facts }) => can === undefined || factsByPath(facts).get(can) === true)
    .map((entry) => described(book, entry, Date.parse(at)))
    .filter((model) => tier === undefined || model.tier === tier);
  const known = new Set(catalogue.entries.map(({ provider: whose, model }) => `${whose}/${model}`));
  const priced = book.list({ at, ...(provider !== undefined && { provider }) });
  return {
    at,
    models: fitting.slice(offset, offset + limit),
    total: fitting.length,
    providers: [...new Set(catalogue.entries.map((entry) => entry.provider))].sort(),
    without_facts: priced.filter((one) => !known.has(`${one.provider}/${one.model}`)).length,
    faults: catalogue.faults.map(({ place, message }) => `${place}: ${message}`),
  };
}

function entriesOf(
  book: PriceBook,
  catalogue: ModelCatalogue,
  { model, provider, at }: Pick<ModelsQuery, "model" | "provider"> & Readonly<{ at: string }>,
): readonly CatalogueEntry[] {
  if (model === undefined) return catalogue.entries;
  const named = catalogue.entries.filter(
    (entry) => entry.model === model || `${entry.provider}/${entry.model}` === model,
  );
  const byOtherNames = modelsNamed(book, model, { at, ...(provider !== undefined && { provider }) })
    .filter((one) => !named.some((entry) => isSame(entry, one)))
    .map(
      (one): CatalogueEntry =>
        catalogue.entries.find((entry) => isSame(entry, one)) ?? {
          ...one,
          statedTier: undefined,
          ...joinStatements([]),
        },
    );
  return [...named, ...byOtherNames];
}

type Named = Readonly<{ provider: string; model: string }>;
const isSame = (left: Named, right: Named): boolean =>
  left.provider === right.provider && left.model === right.model;

function described(
  book: PriceBook,
  { provider, model, statedTier, facts, sources, disagreements }: CatalogueEntry,
  atMs: number,
): CatalogueModel {
  const price = listPriceOf(book, { provider, models: [model], atMs });
  const { tier, reason } = tierOfModel(facts, price, statedTier);
  return {
    provider,
    model,
    tier: tier ?? null,
    tier_reason: reason,
    facts,
    sources,
    disagreements: [...disagreements],
    price_per_million: {
      input: text(price.input),
      cache_read: text(price.cacheRead),
      output: text(price.output),
      blended: text(price.blended),
      confidence: price.confidence,
    },
  };
}

const text = (amount: Picodollars | undefined): string | null =>
  amount === undefined ? null : formatDollars(amount);
