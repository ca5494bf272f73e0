import { groupBy } from "../check/price-point.ts";
import type { ExtraPriceFile } from "../load-price-book.ts";
import type { DollarsByComponent, PriceEntry, PricesAbove } from "../price-file.ts";
import type { Candidate, Snapshot } from "./catalogue.ts";

/**
 * Turns candidates into price files, one a provider, in the format of `data/`, for `loadPriceBook({ extra })`.
 * They are `derived`: a catalogue is their source. A price that the catalogue does not date holds from the
 * snapshot's day; what it cost before is not known.
 *
 * @param options.recordedAt the day of the import: of two prices for one rate, the later recorded one holds
 */
export function priceFilesOf(
  candidates: readonly Candidate[],
  options: Readonly<{ snapshot: Snapshot; recordedAt: string }>,
): readonly ExtraPriceFile[] {
  const { snapshot, recordedAt } = options;
  return [...groupBy(candidates, ({ provider }) => provider)].map(([provider, own]) => ({
    name: `${provider}.json`,
    content: {
      provider,
      ...(provider === "bedrock" ? { default_scope: "in_region" } : {}),
      sources: { catalogue: { url: snapshot.url, read_at: snapshot.day } },
      models: [...new Set(own.map(({ model }) => model))].map((model) => ({ model, aliases: [] })),
      prices: entriesOf(own, snapshot.day, recordedAt),
    },
  }));
}

const entriesOf = (
  candidates: readonly Candidate[],
  day: string,
  recordedAt: string,
): readonly PriceEntry[] =>
  [
    ...groupBy(candidates, ({ model, tier, scope, place, validFrom, validTo }) =>
      [model, tier, scope, place, validFrom, validTo].join("|"),
    ).values(),
  ].flatMap((cell) => {
    const [first] = cell;
    if (first === undefined) return [];
    const { model, tier, scope, place, validFrom = day, validTo } = first;
    const base = cell.filter(({ threshold }) => threshold === undefined);
    const above = stepsOf(cell);
    const tokens = dollarsOf(base.filter(({ per }) => per === 1_000_000));
    const counted = dollarsOf(base.filter(({ per }) => per === 1000));
    return [
      {
        model,
        tier,
        scope,
        ...(place === undefined ? {} : { place }),
        valid_from: validFrom,
        ...(validTo === undefined ? {} : { valid_to: validTo }),
        recorded_at: recordedAt,
        source: "catalogue",
        confidence: "derived",
        ...(tokens === undefined ? {} : { per_million_tokens: tokens }),
        ...(counted === undefined ? {} : { per_thousand: counted }),
        ...(above.length === 0 ? {} : { above }),
      } satisfies PriceEntry,
    ];
  });

const stepsOf = (cell: readonly Candidate[]): readonly PricesAbove[] =>
  [
    ...groupBy(
      cell.filter(({ threshold }) => threshold !== undefined),
      ({ threshold }) => String(threshold?.above_input_tokens),
    ).values(),
  ].flatMap((step) => {
    const threshold = step[0]?.threshold;
    const dollars = dollarsOf(step);
    if (threshold === undefined || dollars === undefined) return [];
    return [
      {
        input_tokens: threshold.above_input_tokens,
        applies_to: threshold.applies_to,
        per_million_tokens: dollars,
      },
    ];
  });

const dollarsOf = (candidates: readonly Candidate[]): DollarsByComponent | undefined =>
  candidates.length === 0
    ? undefined
    : Object.fromEntries(candidates.map(({ component, price }) => [component, price]));
