import type { PriceHistory, PriceRecord } from "@headgate/contract";
import { modelsNamed } from "./models-named.ts";
import type { PriceBook } from "./price-book.ts";

type HistoryModel = PriceHistory["models"][number];
type Period = HistoryModel["records"][number]["holds"][number];

/**
 * Everything that was ever recorded of a model's prices, oldest first, each record with the days on which
 * it holds as we know today: `valid_from` and `valid_to` say what a source stated, `recorded_at` since when
 * we know it, and a later recording takes the days that it covers.
 */
export function priceHistory(
  book: PriceBook,
  query: Readonly<{ model: string; provider?: string; today: string }>,
): PriceHistory {
  const { model, today } = query;
  const provider = query.provider === undefined ? {} : { provider: query.provider };
  return {
    today,
    models: modelsNamed(book, model, { at: today, ...provider }).map((found) => {
      const records = book.records.filter(
        (record) => record.provider === found.provider && record.model === found.model,
      );
      const [listed] = book.list({ ...found, at: today });
      return {
        ...found,
        aliases: listed === undefined ? [] : listed.aliases,
        records: records
          .map((record) => ({ ...record, holds: [...daysOf(record, records)] }))
          .sort(oldestFirst),
      };
    }),
  };
}

const oldestFirst = (left: PriceRecord, right: PriceRecord): number =>
  compare(left.valid_from, right.valid_from) || compare(left.recorded_at, right.recorded_at);
const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** What a record prices; of two with one key and day, one supersedes the other. */
const keyOf = ({ tier, scope, place, component, threshold }: PriceRecord): string =>
  `${tier}/${scope}/${place ?? ""}/${component}/${threshold?.above_input_tokens ?? "base"}`;

const supersedes = (record: PriceRecord, rival: PriceRecord): boolean =>
  record.recorded_at === rival.recorded_at
    ? record.valid_from > rival.valid_from
    : record.recorded_at > rival.recorded_at;

/** The days on which no rival takes a record's place. */
function daysOf(record: PriceRecord, records: readonly PriceRecord[]): readonly Period[] {
  let days: readonly Period[] = [
    record.valid_to === undefined
      ? { from: record.valid_from }
      : { from: record.valid_from, to: record.valid_to },
  ];
  for (const rival of records) {
    if (rival === record || keyOf(rival) !== keyOf(record) || !supersedes(rival, record)) continue;
    days = days.flatMap((period) => without(period, rival));
  }
  return days;
}

/** What is left of a period when the days of a rival are taken out. */
function without(period: Period, { valid_from, valid_to }: PriceRecord): readonly Period[] {
  const isBefore = valid_to !== undefined && valid_to <= period.from;
  const isAfter = period.to !== undefined && valid_from >= period.to;
  if (isBefore || isAfter) return [period];
  const left: Period[] = [];
  if (valid_from > period.from) left.push({ from: period.from, to: valid_from });
  if (valid_to !== undefined && (period.to === undefined || valid_to < period.to)) {
    left.push({ ...period, from: valid_to });
  }
  return left;
}
