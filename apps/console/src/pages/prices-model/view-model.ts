import type { PriceDisagreement, PriceHistory, PriceTier } from "@headgate/contract";
import { exactDollars } from "../../format/money-text.ts";
import { componentNames } from "../../format/words.ts";
import {
  comparablePrice,
  conditionOf,
  detailOf,
  inReadingOrder,
  type PriceDetail,
  placeOf,
} from "../prices/view-model.ts";

type HistoryModel = PriceHistory["models"][number];
type HistoryRecord = HistoryModel["records"][number];

/** What a record is today. */
export type RecordState = "in force" | "scheduled" | "past" | "superseded";

export type HistoryLine = PriceDetail & Readonly<{ state: RecordState; holds: string }>;

/** The tiers that a model has prices for, in reading order. */
export const tiersOf = ({ records }: HistoryModel): readonly PriceTier[] => [
  ...new Set([...records].sort(inReadingOrder).map(({ tier }) => tier)),
];

const stateOf = ({ holds }: HistoryRecord, today: string): RecordState => {
  if (holds.length === 0) return "superseded";
  if (holds.some(({ from, to }) => from <= today && (to === undefined || today < to))) {
    return "in force";
  }
  return holds.every(({ from }) => from > today) ? "scheduled" : "past";
};

const daysText = ({ from, to }: HistoryRecord["holds"][number]): string =>
  to === undefined ? `from ${from}` : `${from} to ${to}`;

/** The records of a tier: those in force first, then by what they price. */
export const historyLines = (
  model: HistoryModel,
  tier: PriceTier,
  today: string,
): readonly HistoryLine[] => {
  const states: readonly RecordState[] = ["in force", "scheduled", "past", "superseded"];
  return model.records
    .filter((record) => record.tier === tier)
    .sort(inReadingOrder)
    .map((record) => ({
      ...detailOf(record),
      state: stateOf(record, today),
      holds: record.holds.map(daysText).join(", "),
    }))
    .sort((left, right) => states.indexOf(left.state) - states.indexOf(right.state));
};

/** Thresholds of a tier, explained once each. */
export const thresholdNotes = (model: HistoryModel, tier: PriceTier): readonly string[] => {
  const notes = model.records.flatMap(({ threshold, tier: of }) => {
    if (threshold === undefined || of !== tier) return [];
    const above = threshold.above_input_tokens.toLocaleString("en-US");
    return threshold.applies_to === "whole_call"
      ? [
          `A call with more than ${above} tokens in, cached ones included, is priced at the higher rate as a whole, its answer too.`,
        ]
      : [`Of a prompt above ${above} tokens, only the tokens beyond are priced at the other rate.`];
  });
  return [...new Set(notes)];
};

export type DisagreementLine = Readonly<{
  key: string;
  what: string;
  tier: string;
  scope: string;
  book: string | undefined;
  said: readonly Readonly<{ catalogue: string; price: string; url: string; day: string }>[];
}>;

/** Where catalogues say something else, and what each of them says. */
export const disagreementLines = (
  disagreements: readonly PriceDisagreement[],
): readonly DisagreementLine[] =>
  disagreements.map((one) => {
    const priced = (price: string, per: number): string =>
      exactDollars(comparablePrice({ component: one.component, price, per }).amount);
    const condition = conditionOf(one);
    return {
      key: [one.tier, one.scope, one.place, one.component, condition].join(" "),
      what: `${componentNames[one.component]}${condition === undefined ? "" : `, ${condition}`}`,
      tier: one.tier,
      scope: placeOf(one),
      book: one.book === null ? undefined : priced(one.book.price, one.book.per),
      said: one.catalogues.map(({ catalogue, price, per, source }) => ({
        catalogue,
        price: priced(price, per),
        url: source.url,
        day: source.read_at,
      })),
    };
  });
