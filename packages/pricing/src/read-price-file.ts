import type { PriceRecord, PriceTier, UsageComponent } from "@headgate/contract";
import type { z } from "zod";
import {
  type PriceEntry,
  type PriceFile,
  priceEntrySchema,
  priceFileSchema,
} from "./price-file.ts";
import { unitPriceOf } from "./unit-price.ts";

/** A price record, and the longest prompt that its tier is known to price. */
export type BookEntry = Readonly<{ record: PriceRecord; pricedUpToInputTokens?: number }>;
export type ModelNames = Readonly<{ provider: string; model: string; aliases: readonly string[] }>;
/** What a price file says, expanded, with every fault found. */
export type PriceFileReading = Readonly<{
  models: readonly ModelNames[];
  entries: readonly BookEntry[];
  faults: readonly string[];
}>;

const MILLION = 1_000_000;
const THOUSAND = 1000;
const outputSide = ["output", "reasoning", "output_audio", "output_image", "output_video"] as const;

/**
 * Expands a price file into price records. Ids are readable and stable:
 * `openai/gpt-4o-mini/standard/global/input@2024-07-18`, with `input>200000` above a threshold, and
 * with `~<recorded_at>` for a later recording of the same price.
 */
export function readPriceFile(fileName: string, content: unknown): PriceFileReading {
  const faults: string[] = [];
  const file = priceFileSchema.safeParse(content);
  if (!file.success) {
    return { models: [], entries: [], faults: issuesOf(fileName, file.error) };
  }
  const { provider, models, prices } = file.data;
  const known = new Set(models.map(({ model }) => model));
  const ids = new Set<string>();
  const recordings = new Set<string>();
  const entries: BookEntry[] = [];
  for (const [index, price] of prices.entries()) {
    const parsed = priceEntrySchema.safeParse(price);
    const place = `${fileName} prices[${index}]${labelOf(price)}`;
    if (!parsed.success) {
      faults.push(...issuesOf(place, parsed.error));
      continue;
    }
    if (!known.has(parsed.data.model))
      faults.push(`${place}: the model is not listed under models`);
    try {
      for (const record of recordsOf(file.data, parsed.data)) {
        const unique = ids.has(record.id)
          ? { ...record, id: `${record.id}~${record.recorded_at}` }
          : record;
        const recording = `${record.id} recorded ${record.recorded_at}`;
        if (recordings.has(recording)) faults.push(`${place}: ${recording} is there already`);
        recordings.add(recording);
        ids.add(unique.id);
        const pricedUpToInputTokens = parsed.data.priced_up_to_input_tokens;
        entries.push(
          pricedUpToInputTokens === undefined
            ? { record: unique }
            : { record: unique, pricedUpToInputTokens },
        );
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      faults.push(`${place}: ${error.message}`);
    }
  }
  return { models: models.map((names) => ({ provider, ...names })), entries, faults };
}

function* recordsOf(file: PriceFile, entry: PriceEntry): Generator<PriceRecord> {
  const tiers = Array.isArray(entry.tier) ? entry.tier : [entry.tier];
  for (const tier of tiers) {
    yield* pricesOf(file, entry, tier, entry.per_million_tokens, MILLION);
    yield* pricesOf(file, entry, tier, entry.per_thousand, THOUSAND);
    for (const { input_tokens, applies_to, per_million_tokens } of entry.above ?? []) {
      const threshold = { above_input_tokens: input_tokens, applies_to };
      yield* pricesOf(file, entry, tier, per_million_tokens, MILLION, threshold);
    }
  }
}

function* pricesOf(
  file: PriceFile,
  entry: PriceEntry,
  tier: PriceTier,
  prices: Partial<Record<UsageComponent, string>> | undefined,
  per: number,
  threshold?: NonNullable<PriceRecord["threshold"]>,
): Generator<PriceRecord> {
  const source = file.sources[entry.source];
  if (source === undefined) throw new RangeError(`the source "${entry.source}" is not listed`);
  for (const [component, price] of Object.entries(prices ?? {}) as [UsageComponent, string][]) {
    unitPriceOf(price, per);
    if (threshold?.applies_to === "marginal" && outputSide.some((side) => side === component)) {
      throw new RangeError(
        `a marginal threshold counts prompt tokens and cannot price ${component}`,
      );
    }
    const rate = threshold ? `${component}>${threshold.above_input_tokens}` : component;
    yield {
      id: `${file.provider}/${entry.model}/${tier}/${entry.scope}/${rate}@${entry.valid_from}`,
      provider: file.provider,
      model: entry.model,
      component,
      tier,
      scope: entry.scope,
      price,
      per,
      ...(threshold ? { threshold } : {}),
      valid_from: entry.valid_from,
      ...(entry.valid_to === undefined ? {} : { valid_to: entry.valid_to }),
      recorded_at: entry.recorded_at,
      source,
      confidence: entry.confidence,
    };
  }
}

const issuesOf = (place: string, error: z.ZodError): string[] =>
  error.issues.map(
    ({ path, message }) => `${[place, path.join(".")].filter(Boolean).join(" ")}: ${message}`,
  );

const labelOf = (price: unknown): string => {
  if (typeof price !== "object" || price === null || !("model" in price)) return "";
  const tier = "tier" in price ? ` ${String(price.tier)}` : "";
  return ` (${String(price.model)}${tier})`;
};
