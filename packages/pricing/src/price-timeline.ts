import type { PriceRecord, PriceScope } from "@headgate/contract";
import { dayNumberOf } from "./day-number.ts";
import { type BookEntry, expandEntries, type SourcedEntry } from "./expand-entry.ts";
import type { ComponentFallback, DatedAlias, ScopeFallback } from "./price-file.ts";
import { type ModelPrices, modelPricesOf } from "./rate-table.ts";

/** What the price book holds of one model and the names it has had, not yet expanded. */
export type BookModel = Readonly<{
  provider: string;
  model: string;
  aliases: readonly (string | DatedAlias)[];
  defaultScope: PriceScope;
  scopeFallbacks: readonly ScopeFallback[];
  componentFallbacks: readonly ComponentFallback[];
  entries: readonly SourcedEntry[];
}>;

type Period = Readonly<{ firstDay: number; prices: ModelPrices | undefined }>;
type DatedEntry = Readonly<{
  entry: BookEntry;
  firstDay: number;
  /** First day on which it no longer holds. */
  endDay: number;
  /** What the record prices; of two with one key and day, one supersedes the other. */
  key: string;
}>;

/** The prices of one model over time: between two days of change nothing moves. */
export class PriceTimeline {
  readonly model: BookModel;
  #entries: readonly BookEntry[] | undefined;
  /** Latest first. */
  #periods: readonly Period[] | undefined;

  constructor(model: BookModel) {
    this.model = model;
  }

  /** Every record of the model; expanded when it is first asked for, which keeps loading the book quick. */
  get entries(): readonly BookEntry[] {
    this.#entries ??= expandEntries(this.model.provider, this.model.entries);
    return this.#entries;
  }

  /** The prices on a day; undefined before the first price and after the last. */
  pricesOn(dayNumber: number): ModelPrices | undefined {
    this.#periods ??= periodsOf(this.model, this.entries);
    for (const period of this.#periods) {
      if (dayNumber >= period.firstDay) return period.prices;
    }
    return undefined;
  }
}

const periodsOf = (
  { provider, model, defaultScope, scopeFallbacks, componentFallbacks }: BookModel,
  entries: readonly BookEntry[],
): Period[] => {
  const about = { provider, model, defaultScope, scopeFallbacks, componentFallbacks };
  const dated = entries.map(datedEntryOf);
  const days = new Set(dated.flatMap(({ firstDay, endDay }) => [firstDay, endDay]));
  days.delete(Number.POSITIVE_INFINITY);
  return [...days]
    .sort((left, right) => right - left)
    .map((firstDay) => {
      const inEffect = entriesInEffect(dated, firstDay);
      return { firstDay, prices: inEffect.length > 0 ? modelPricesOf(about, inEffect) : undefined };
    });
};

const datedEntryOf = (entry: BookEntry): DatedEntry => {
  const { tier, scope, place, component, threshold, valid_from, valid_to } = entry.record;
  return {
    entry,
    firstDay: dayNumberOf(valid_from),
    endDay: valid_to === undefined ? Number.POSITIVE_INFINITY : dayNumberOf(valid_to),
    key: `${tier}/${scope}/${place ?? ""}/${component}/${threshold?.above_input_tokens ?? "base"}`,
  };
};

/** Of several records for one rate and day, the one recorded last; then the one that began last. */
const entriesInEffect = (dated: readonly DatedEntry[], dayNumber: number): BookEntry[] => {
  const winners = new Map<string, BookEntry>();
  for (const { entry, firstDay, endDay, key } of dated) {
    if (dayNumber < firstDay || dayNumber >= endDay) continue;
    const rival = winners.get(key);
    if (rival === undefined || supersedes(entry.record, rival.record)) winners.set(key, entry);
  }
  return dated.flatMap(({ entry, key }) => (winners.get(key) === entry ? [entry] : []));
};

const supersedes = (record: PriceRecord, rival: PriceRecord): boolean =>
  record.recorded_at === rival.recorded_at
    ? record.valid_from >= rival.valid_from
    : record.recorded_at > rival.recorded_at;
