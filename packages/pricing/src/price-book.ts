import type { PriceRecord, PricesResponse } from "@headgate/contract";
import { DAY_MS, dayNumberOf } from "./day-number.ts";
import { ModelDirectory } from "./model-directory.ts";
import { type BookModel, PriceTimeline } from "./price-timeline.ts";
import type { ModelPrices } from "./rate-table.ts";
import { undatedNameOf } from "./undated-name.ts";

/** Who charges what, from when until when. Append-only and bitemporal; see the room's README. */
export interface PriceBook {
  /** Every record, also superseded and past ones. */
  readonly records: readonly PriceRecord[];
  /** Every model with its other names, also those without a price today; a name that moved on is left to {@link PriceBook.find}. */
  readonly models: readonly Readonly<{
    provider: string;
    model: string;
    aliases: readonly string[];
  }>[];
  /** The model that a name means on the day: its own name or an alias of that day, exactly as written. */
  modelNamed(query: { provider: string; name: string; atMs: number }): string | undefined;
  /** Every model that a name means on some day, also names that have moved on. */
  everNamed(query: { provider: string; name: string }): readonly string[];
  /**
   * The prices of a model (by its name, an alias of that day or a dated snapshot) as they hold at a moment.
   * Undefined when the book has none.
   */
  find(query: { provider: string; model: string; atMs: number }): ModelPrices | undefined;
  record(id: string): PriceRecord | undefined;
  /** Models that have a price on a day, with the records in effect. */
  list(query: {
    provider?: string;
    /** By any name that meant the model on the day. */
    model?: string;
    /** `yyyy-mm-dd` */
    at: string;
  }): PricesResponse["models"];
}

/**
 * Indexes what the price files say. Records are expanded when a model is first asked for.
 * @throws PriceDataError when two models share a name on a day
 */
export function createPriceBook(models: readonly BookModel[]): PriceBook {
  const timelines = models.map((model) => new PriceTimeline(model));
  const directory = new ModelDirectory(timelines);
  let records: readonly PriceRecord[] | undefined;
  let recordsById: Map<string, PriceRecord> | undefined;
  const ofSnapshots = new WeakMap<ModelPrices, Map<string, ModelPrices>>();
  const ofSnapshot = (prices: ModelPrices, undated: string): ModelPrices => {
    const known = ofSnapshots.get(prices) ?? new Map<string, ModelPrices>();
    ofSnapshots.set(prices, known);
    const before = known.get(undated);
    if (before !== undefined) return before;
    const named = { ...prices, snapshotOf: undated };
    known.set(undated, named);
    return named;
  };
  const allRecords = (): readonly PriceRecord[] => {
    records ??= timelines.flatMap(({ entries }) => entries.map(({ record }) => record));
    return records;
  };

  return {
    models: models.map(({ provider, model, aliases }) => ({
      provider,
      model,
      aliases: aliases.flatMap((alias) =>
        typeof alias === "string" ? [alias] : alias.until === undefined ? [alias.name] : [],
      ),
    })),
    get records() {
      return allRecords();
    },
    modelNamed: ({ provider, name, atMs }) =>
      directory.timelineOf(provider, name, Math.floor(atMs / DAY_MS))?.model.model,
    everNamed: ({ provider, name }) =>
      directory.everNamed(provider, name).map(({ model }) => model.model),
    find({ provider, model, atMs }) {
      const day = Math.floor(atMs / DAY_MS);
      const timeline = directory.timelineOf(provider, model, day);
      if (timeline !== undefined) return timeline.pricesOn(day);
      const undated = undatedNameOf(model);
      if (undated === undefined) return undefined;
      const prices = directory.timelineOf(provider, undated, day)?.pricesOn(day);
      return prices === undefined ? undefined : ofSnapshot(prices, undated);
    },
    record(id) {
      recordsById ??= new Map(allRecords().map((record) => [record.id, record]));
      return recordsById.get(id);
    },
    list({ provider, model, at }) {
      const day = dayNumberOf(at);
      return timelines.flatMap((timeline) => {
        const names = timeline.model;
        if (provider !== undefined && names.provider !== provider) return [];
        if (model !== undefined && directory.timelineOf(names.provider, model, day) !== timeline) {
          return [];
        }
        const prices = timeline.pricesOn(day);
        if (prices === undefined) return [];
        return [
          {
            provider: names.provider,
            model: names.model,
            aliases: aliasesOn(names, at),
            records: [...prices.records],
          },
        ];
      });
    },
  };
}

const aliasesOn = ({ aliases }: BookModel, at: string): string[] =>
  aliases.flatMap((alias) => {
    if (typeof alias === "string") return [alias];
    const { name, from, until } = alias;
    const holds = (from === undefined || at >= from) && (until === undefined || at < until);
    return holds ? [name] : [];
  });
