import type { PriceRecord } from "@headgate/contract";
import { dayNumberOf } from "./day-number.ts";
import { type ModelPrices, modelPricesOf } from "./rate-table.ts";
import type { BookEntry, ModelNames } from "./read-price-file.ts";

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
  readonly names: ModelNames;
  readonly #entries: readonly BookEntry[];
  /** Latest first; worked out when the model is first asked for, which keeps loading the book quick. */
  #periods: readonly Period[] | undefined;

  constructor(names: ModelNames, entries: readonly BookEntry[]) {
    this.names = names;
    this.#entries = entries;
  }

  /** The prices on a day; undefined before the first price and after the last. */
  pricesOn(dayNumber: number): ModelPrices | undefined {
    this.#periods ??= periodsOf(this.names, this.#entries);
    for (const period of this.#periods) {
      if (dayNumber >= period.firstDay) return period.prices;
    }
    return undefined;
  }
}

const periodsOf = (names: ModelNames, entries: readonly BookEntry[]): Period[] => {
  const dated = entries.map(datedEntryOf);
  const days = new Set(dated.flatMap(({ firstDay, endDay }) => [firstDay, endDay]));
  days.delete(Number.POSITIVE_INFINITY);
  return [...days]
    .sort((left, right) => right - left)
    .map((firstDay) => {
      const inEffect = entriesInEffect(dated, firstDay);
      return { firstDay, prices: inEffect.length > 0 ? modelPricesOf(names, inEffect) : undefined };
    });
};

const datedEntryOf = (entry: BookEntry): DatedEntry => {
  const { tier, scope, component, threshold, valid_from, valid_to } = entry.record;
  return {
    entry,
    firstDay: dayNumberOf(valid_from),
    endDay: valid_to === undefined ? Number.POSITIVE_INFINITY : dayNumberOf(valid_to),
    key: `${tier}/${scope}/${component}/${threshold?.above_input_tokens ?? "base"}`,
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
