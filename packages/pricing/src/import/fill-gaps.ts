import { groupBy } from "../check/price-point.ts";
import { DAY_MS, dayNumberOf } from "../day-number.ts";
import type { PriceBook } from "../price-book.ts";
import type { ModelPrices } from "../rate-table.ts";
import { recordIn } from "./book-record.ts";
import type { Candidate, Refusal } from "./catalogue.ts";
import { withoutHiding } from "./hidden-rates.ts";

/** Candidates with the days on which they are to hold, and those that are not to hold on the snapshot's. */
export type GapFilling = Readonly<{
  landing: readonly Candidate[];
  refused: readonly Refusal[];
}>;

/** A stretch of days on which neither the book nor the candidates change. */
type Stretch = Readonly<{ from: string; to: string | undefined }>;

/**
 * Cuts candidates down to the days on which the book lacks their price. What lands is recorded later than the
 * book's own records and would win over all of them: so it ends where the book next has a price, and leaves out
 * the days before the snapshot on which the book has one. Where it would open a table that hides prices
 * that calls have (a place's, or a dated snapshot's), it is not taken unless it brings all of them.
 *
 * @param options.day the snapshot's day, on which the candidates were found missing
 * @param options.replace also where the book has a price, but for one that begins after the snapshot
 */
export function fillGaps(
  candidates: readonly Candidate[],
  book: PriceBook,
  options: Readonly<{ day: string; replace: boolean }>,
): GapFilling {
  const { day, replace } = options;
  const changes = changeDaysOf(book);
  const landing: Candidate[] = [];
  const refused: Refusal[] = [];
  for (const own of groupBy(candidates, modelKeyOf).values()) {
    const [first] = own;
    if (first === undefined) continue;
    const { provider, model } = first;
    const pricesOn = (date: string): ModelPrices | undefined =>
      book.find({ provider, model, atMs: dayNumberOf(date) * DAY_MS });
    const key = modelKeyOf({ provider, model: pricesOn(day)?.model ?? model });
    const taken = new Map<Candidate, Stretch[]>(own.map((candidate) => [candidate, []]));
    const hidden = new Map<Candidate, string>();
    for (const stretch of stretchesOf(own, changes.get(key) ?? [], day)) {
      const prices = pricesOn(stretch.from);
      const lacking = own.filter(
        (candidate) =>
          isInEffect(candidate, stretch.from, day) &&
          isLacking(candidate, prices, { day, replace }),
      );
      const { open, hiding } = withoutHiding(lacking, prices);
      for (const candidate of open) taken.get(candidate)?.push(stretch);
      if (stretch.from === day) for (const [one, reason] of hiding) hidden.set(one, reason);
    }
    for (const [candidate, stretches] of taken) {
      for (const period of joined(stretches, day)) landing.push(during(candidate, period));
      const reason = hidden.get(candidate);
      const { catalogue, at } = candidate;
      if (reason !== undefined) refused.push({ catalogue, at, code: "hides", reason, candidate });
    }
  }
  return { landing, refused };
}

const modelKeyOf = ({ provider, model }: Pick<Candidate, "provider" | "model">): string =>
  `${provider}/${model}`;

/** The days on which some price of a model begins or ends. */
function changeDaysOf(book: PriceBook): ReadonlyMap<string, readonly string[]> {
  const days = new Map<string, Set<string>>();
  for (const { provider, model, valid_from, valid_to } of book.records) {
    const key = modelKeyOf({ provider, model });
    const known = days.get(key) ?? new Set();
    days.set(key, known.add(valid_from));
    if (valid_to !== undefined) known.add(valid_to);
  }
  return new Map([...days].map(([key, known]) => [key, [...known]]));
}

const sinceOf = ({ validFrom }: Candidate, day: string): string => validFrom ?? day;

/** The days since the first candidate's first, cut at every day of change and at the snapshot's. */
function stretchesOf(
  candidates: readonly Candidate[],
  changes: readonly string[],
  day: string,
): readonly Stretch[] {
  const cuts = new Set([...changes, day]);
  let first = day;
  for (const candidate of candidates) {
    const from = sinceOf(candidate, day);
    if (from < first) first = from;
    cuts.add(from);
    if (candidate.validTo !== undefined) cuts.add(candidate.validTo);
  }
  const starts = [...cuts].filter((cut) => cut >= first).sort();
  return starts.map((from, index) => ({ from, to: starts[index + 1] }));
}

const isInEffect = (candidate: Candidate, date: string, day: string): boolean =>
  sinceOf(candidate, day) <= date && (candidate.validTo === undefined || date < candidate.validTo);

/** Whether the book has no price for it; a replacing one also stands above prices of the snapshot's day and before. */
function isLacking(
  candidate: Candidate,
  prices: ModelPrices | undefined,
  { day, replace }: Readonly<{ day: string; replace: boolean }>,
): boolean {
  const record = prices === undefined ? undefined : recordIn(prices, candidate);
  return record === undefined || (replace && record.valid_from <= day);
}

/**
 * The stretches as whole periods. After the snapshot's day, the first day on which the price is not taken ends it: of
 * what the book says from then on, the catalogue could not know.
 */
function joined(stretches: readonly Stretch[], day: string): readonly Stretch[] {
  const periods: Stretch[] = [];
  for (const stretch of stretches) {
    const before = periods.at(-1);
    if (before !== undefined && before.to === stretch.from) {
      periods[periods.length - 1] = { from: before.from, to: stretch.to };
    } else if (stretch.from <= day) periods.push(stretch);
  }
  return periods;
}

const during = (candidate: Candidate, { from, to }: Stretch): Candidate => {
  const { validTo: _stated, ...undated } = candidate;
  return { ...undated, validFrom: from, ...(to !== undefined && { validTo: to }) };
};
