import type { PriceRecord, UsageComponent } from "@headgate/contract";
import { listOf } from "./list-of.ts";
import type { DollarsByComponent, PriceEntry, PriceSource } from "./price-file.ts";

/** A price record, and the longest prompt that its tier is known to price. */
export type BookEntry = Readonly<{ record: PriceRecord; pricedUpToInputTokens?: number }>;

/** An entry with its source looked up, not yet expanded. */
export type SourcedEntry = Readonly<{ entry: PriceEntry; source: PriceSource }>;

const MILLION = 1_000_000;
const THOUSAND = 1000;

/**
 * Expands the entries of one model into price records. Ids are readable and stable:
 * `openai/gpt-4o-mini/standard/global/input@2024-07-18`, `geo:eu` for a scope with a place, `input>200000`
 * above a threshold, and `~<recorded_at>` on a later recording of the same price.
 */
export function expandEntries(
  provider: string,
  entries: readonly SourcedEntry[],
): readonly BookEntry[] {
  const ids = new Set<string>();
  const expanded: BookEntry[] = [];
  for (const { entry, source } of entries) {
    for (const record of recordsOf(provider, entry, source)) {
      const unique = ids.has(record.id) ? { ...record, id: freeId(ids, record) } : record;
      ids.add(unique.id);
      expanded.push(
        entry.priced_up_to_input_tokens === undefined
          ? { record: unique }
          : { record: unique, pricedUpToInputTokens: entry.priced_up_to_input_tokens },
      );
    }
  }
  return expanded;
}

/** Two price files may record the same price on one day: then the second has a number as well. */
const freeId = (ids: ReadonlySet<string>, { id, recorded_at }: PriceRecord): string => {
  const recorded = `${id}~${recorded_at}`;
  let free = recorded;
  for (let count = 2; ids.has(free); count += 1) free = `${recorded}.${count}`;
  return free;
};

/** One tier, scope and place of an entry. */
type Cell = Readonly<{
  provider: string;
  entry: PriceEntry;
  source: PriceSource;
  tier: PriceRecord["tier"];
  scope: PriceRecord["scope"];
  place: string | undefined;
}>;

function* recordsOf(
  provider: string,
  entry: PriceEntry,
  source: PriceSource,
): Generator<PriceRecord> {
  for (const tier of listOf(entry.tier)) {
    for (const scope of listOf(entry.scope ?? "global")) {
      for (const place of listOf(entry.place)) {
        const cell: Cell = { provider, entry, source, tier, scope, place };
        yield* pricesOf(cell, entry.per_million_tokens, MILLION);
        yield* pricesOf(cell, entry.per_thousand, THOUSAND);
        for (const { input_tokens, applies_to, per_million_tokens } of entry.above ?? []) {
          const threshold = { above_input_tokens: input_tokens, applies_to };
          yield* pricesOf(cell, per_million_tokens, MILLION, threshold);
        }
      }
    }
  }
}

function* pricesOf(
  { provider, entry, source, tier, scope, place }: Cell,
  prices: DollarsByComponent | undefined,
  per: number,
  threshold?: NonNullable<PriceRecord["threshold"]>,
): Generator<PriceRecord> {
  if (prices === undefined) return;
  const where = place === undefined ? scope : `${scope}:${place}`;
  for (const [component, price] of Object.entries(prices) as [UsageComponent, string][]) {
    const rate = threshold ? `${component}>${threshold.above_input_tokens}` : component;
    yield {
      id: `${provider}/${entry.model}/${tier}/${where}/${rate}@${entry.valid_from}`,
      provider,
      model: entry.model,
      component,
      tier,
      scope,
      ...(place === undefined ? {} : { place }),
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
