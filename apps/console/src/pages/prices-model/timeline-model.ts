import type { PriceHistory, PriceTier } from "@headgate/contract";
import { exactDollars } from "../../format/money-text.ts";
import { componentNames } from "../../format/words.ts";
import { DAY_MS } from "../../time/time-span.ts";
import { comparablePrice, conditionOf, inReadingOrder, placeOf } from "../prices/view-model.ts";

type HistoryModel = PriceHistory["models"][number];

/** A period in which one price holds; from 0 to 1 along the axis. */
export type PriceSegment = Readonly<{
  key: string;
  start: number;
  length: number;
  price: string;
  days: string;
  state: "past" | "now" | "scheduled";
}>;
export type PriceTimelineRow = Readonly<{
  key: string;
  label: string;
  segments: readonly PriceSegment[];
}>;
export type PriceTimelineView = Readonly<{
  rows: readonly PriceTimelineRow[];
  ticks: readonly Readonly<{ at: number; text: string }>[];
  /** Where today is along the axis. */
  today: number;
}>;

/** What is open at its end is drawn so far beyond the last change. */
const MARGIN_DAYS = 30;
const MOST_TICKS = 7;

/** When each price of a tier held, holds and will hold, one row a rate. */
export function priceTimeline(
  model: HistoryModel,
  tier: PriceTier,
  today: string,
): PriceTimelineView | undefined {
  const records = model.records
    .filter((record) => record.tier === tier && record.holds.length > 0)
    .sort(inReadingOrder);
  const days = records.flatMap(({ holds }) => holds.flatMap(({ from, to }) => [from, to ?? from]));
  const first = days.reduce<string | undefined>(
    (least, day) => (least === undefined || day < least ? day : least),
    undefined,
  );
  if (first === undefined) return undefined;
  const last = days.reduce((most, day) => (day > most ? day : most), today);
  const startMs = Date.parse(first);
  const endMs = Date.parse(last) + MARGIN_DAYS * DAY_MS;
  const along = (day: string): number => (Date.parse(day) - startMs) / (endMs - startMs);

  const rows = new Map<string, PriceTimelineRow & { segments: PriceSegment[] }>();
  for (const record of records) {
    const condition = conditionOf(record);
    const label = [
      componentNames[record.component],
      ...(record.scope === "global" ? [] : [placeOf(record)]),
      ...(condition === undefined ? [] : [condition]),
    ].join(", ");
    const row = rows.get(label) ?? { key: label, label, segments: [] };
    rows.set(label, row);
    for (const { from, to } of record.holds) {
      row.segments.push({
        key: `${record.id} ${from}`,
        start: along(from),
        length: (to === undefined ? 1 : along(to)) - along(from),
        price: exactDollars(comparablePrice(record).amount),
        days: to === undefined ? `from ${from}` : `${from} to ${to}`,
        state: from > today ? "scheduled" : to !== undefined && to <= today ? "past" : "now",
      });
    }
  }
  return {
    rows: [...rows.values()],
    ticks: ticksOf(startMs, endMs),
    today: along(today),
  };
}

/** First days of months, as many as can be read. */
function ticksOf(startMs: number, endMs: number): PriceTimelineView["ticks"] {
  const first = new Date(startMs);
  const months: number[] = [];
  for (let month = 1; ; month += 1) {
    const ms = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month);
    if (ms >= endMs) break;
    months.push(ms);
  }
  const every = Math.max(1, Math.ceil(months.length / MOST_TICKS));
  return months
    .filter((_, index) => index % every === 0)
    .map((ms) => ({
      at: (ms - startMs) / (endMs - startMs),
      text: new Date(ms).toISOString().slice(0, 7),
    }));
}
