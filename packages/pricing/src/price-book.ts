import type { PriceRecord, PricesResponse } from "@headgate/contract";
import { DAY_MS, dayNumberOf } from "./day-number.ts";
import { PriceDataError } from "./price-data-error.ts";
import { PriceTimeline } from "./price-timeline.ts";
import type { ModelPrices } from "./rate-table.ts";
import type { BookEntry, ModelNames } from "./read-price-file.ts";
import { undatedNameOf } from "./undated-name.ts";

/** Who charges what, from when until when. Append-only and bitemporal; see the room's README. */
export interface PriceBook {
  /** Every record, also superseded and past ones. */
  readonly records: readonly PriceRecord[];
  /** Every model with its other names, also those without a price today. */
  readonly models: readonly ModelNames[];
  /**
   * The prices of a model (by its name, an alias or a dated snapshot) as they hold at a moment.
   * Undefined when the book has none.
   */
  find(query: { provider: string; model: string; atMs: number }): ModelPrices | undefined;
  record(id: string): PriceRecord | undefined;
  /** Models that have a price on a day, with the records in effect. */
  list(query: {
    provider?: string;
    model?: string;
    /** `yyyy-mm-dd` */
    at: string;
  }): PricesResponse["models"];
}

/**
 * Indexes price records.
 * @throws PriceDataError when two models share a name
 */
export function createPriceBook(
  models: readonly ModelNames[],
  entries: readonly BookEntry[],
): PriceBook {
  const timelines = new Map<string, Map<string, PriceTimeline>>();
  const faults: string[] = [];
  const entriesByModel = groupByModel(entries);
  const ordered: PriceTimeline[] = [];
  for (const names of models) {
    const own = entriesByModel.get(`${names.provider}/${names.model}`);
    const timeline = new PriceTimeline(names, own === undefined ? [] : own);
    ordered.push(timeline);
    const byName = timelines.get(names.provider) ?? new Map<string, PriceTimeline>();
    timelines.set(names.provider, byName);
    for (const name of [names.model, ...names.aliases]) {
      if (byName.has(name)) faults.push(`${names.provider}: two models are called ${name}`);
      byName.set(name, timeline);
    }
  }
  if (faults.length > 0) throw new PriceDataError(faults);
  const recordsById = new Map(entries.map(({ record }) => [record.id, record]));

  const timelineOf = (provider: string, model: string): PriceTimeline | undefined =>
    timelines.get(provider)?.get(model);

  return {
    records: entries.map(({ record }) => record),
    models,
    find({ provider, model, atMs }) {
      const day = Math.floor(atMs / DAY_MS);
      const timeline = timelineOf(provider, model);
      if (timeline !== undefined) return timeline.pricesOn(day);
      const undated = undatedNameOf(model);
      if (undated === undefined) return undefined;
      const prices = timelineOf(provider, undated)?.pricesOn(day);
      return prices === undefined ? undefined : { ...prices, snapshotOf: undated };
    },
    record: (id) => recordsById.get(id),
    list({ provider, model, at }) {
      const day = dayNumberOf(at);
      return ordered.flatMap((timeline) => {
        const { names } = timeline;
        if (provider !== undefined && names.provider !== provider) return [];
        if (model !== undefined && names.model !== model && !names.aliases.includes(model))
          return [];
        const prices = timeline.pricesOn(day);
        if (prices === undefined) return [];
        return [
          {
            provider: names.provider,
            model: names.model,
            aliases: [...names.aliases],
            records: [...prices.records],
          },
        ];
      });
    },
  };
}

const groupByModel = (entries: readonly BookEntry[]): Map<string, BookEntry[]> => {
  const groups = new Map<string, BookEntry[]>();
  for (const entry of entries) {
    const key = `${entry.record.provider}/${entry.record.model}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return groups;
};
