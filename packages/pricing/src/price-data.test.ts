import { type PriceRecord, priceRecordSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { loadPriceBook } from "./load-price-book.ts";
import { unitPriceOf } from "./unit-price.ts";

const book = loadPriceBook();
const tokenRecords = book.records.filter(({ per }) => per === 1_000_000);
const microdollars = (record: PriceRecord): number =>
  Number(unitPriceOf(record.price, record.per)) / 1e6;
const idsOf = (records: readonly PriceRecord[]): string[] => records.map(({ id }) => id);

/** The record of another component or tier that stood beside a record when it was written: same model, period and threshold. */
const beside = (
  record: PriceRecord,
  about: Partial<Pick<PriceRecord, "component" | "tier">>,
): PriceRecord | undefined => {
  const wanted = { ...record, ...about };
  return book.records.findLast(
    (other) =>
      other.provider === wanted.provider &&
      other.model === wanted.model &&
      other.component === wanted.component &&
      other.tier === wanted.tier &&
      other.threshold?.above_input_tokens === wanted.threshold?.above_input_tokens &&
      other.recorded_at <= wanted.recorded_at &&
      other.valid_from <= wanted.valid_from &&
      (other.valid_to === undefined || other.valid_to > wanted.valid_from),
  );
};

test("every record keeps the contract's shape, with a source and a date", () => {
  for (const record of book.records) {
    expect(() => priceRecordSchema.parse(record), record.id).not.toThrow();
    expect(record.source.url, record.id).toMatch(/^https:\/\//);
    expect(record.recorded_at >= record.source.read_at, record.id).toBe(true);
  }
});

test("every record has an id of its own", () => {
  expect(new Set(idsOf(book.records)).size).toBe(book.records.length);
});

test("token prices lie between $0.005 and $600 per million, and half of that in the discounted tiers", () => {
  const outside = tokenRecords.filter((record) => {
    const least = record.tier === "batch" || record.tier === "flex" ? 0.0025 : 0.005;
    return microdollars(record) < least || microdollars(record) > 600;
  });

  expect(idsOf(outside)).toEqual([]);
});

test("output never costs less than input", () => {
  const wrong = tokenRecords.filter((record) => {
    const input = beside(record, { component: "input" });
    return record.component === "output" && input && microdollars(record) < microdollars(input);
  });

  expect(idsOf(wrong)).toEqual([]);
});

test("a cache read costs less than input; in a discounted tier it may cost as much", () => {
  const wrong = tokenRecords.filter((record) => {
    if (record.component !== "cache_read") return false;
    const input = beside(record, { component: "input" });
    if (input === undefined) return true;
    const discounted = record.tier === "batch";
    return discounted
      ? microdollars(record) > microdollars(input)
      : microdollars(record) >= microdollars(input);
  });

  expect(idsOf(wrong)).toEqual([]);
});

/** Shares of the input price that Anthropic's page states apart from 0.1, by model. Claude Haiku 3's are rounded. */
const cacheReadShares: Readonly<Record<string, readonly number[]>> = {
  "claude-3-haiku": [0.12],
  "claude-fable-5-1": [0.025],
  "claude-mythos-5-1": [0.025],
  "claude-fable-5-2": [0.025],
  "claude-mythos-5-2": [0.025],
  "claude-opus-5-5": [0.05],
  "claude-sonnet-5-5": [0.1, 0.05],
};

test("Anthropic's cache prices are 0.1, 1.25 and 2 times the input price, but for the named exceptions", () => {
  const wrong = tokenRecords.filter((record) => {
    if (record.provider !== "anthropic") return false;
    const input = beside(record, { component: "input" });
    if (input === undefined) return true;
    const share = Number((microdollars(record) / microdollars(input)).toFixed(6));
    const expected: Partial<Record<PriceRecord["component"], readonly number[]>> = {
      cache_read: cacheReadShares[record.model] ?? [0.1],
      cache_write_5m: [record.model === "claude-3-haiku" ? 1.2 : 1.25],
      cache_write_1h: [2],
    };
    return expected[record.component]?.includes(share) === false;
  });

  expect(idsOf(wrong)).toEqual([]);
});

test("input and output cost half in the batch tier", () => {
  const batch = tokenRecords.filter(
    ({ tier, component }) => tier === "batch" && (component === "input" || component === "output"),
  );
  const wrong = batch.filter((record) => {
    const standard = beside(record, { tier: "standard" });
    return standard === undefined || microdollars(record) * 2 !== microdollars(standard);
  });

  expect(idsOf(wrong)).toEqual([]);
  expect(batch.length).toBeGreaterThan(80);
});

test("Anthropic's batch tier halves cache reads and writes too", () => {
  const wrong = tokenRecords.filter((record) => {
    if (record.provider !== "anthropic" || record.tier !== "batch") return false;
    const standard = beside(record, { tier: "standard" });
    return standard === undefined || microdollars(record) * 2 !== microdollars(standard);
  });

  expect(idsOf(wrong)).toEqual([]);
});

test("where a threshold re-prices a call, it re-prices every token that has a price below it", () => {
  const incomplete = book.list({ at: "2026-11-23" }).flatMap(({ provider, model }) => {
    const prices = book.find({ provider, model, atMs: Date.parse("2026-11-23T12:00:00Z") });
    return Object.entries(prices === undefined ? {} : prices.tables).flatMap(([key, table]) => {
      const tokenRates = Object.entries(table.rates).filter(
        ([, rates]) => rates[0]?.record.per === 1_000_000,
      );
      const thresholds = new Set(
        tokenRates.map(([, rates]) => rates.map((rate) => rate.aboveInputTokens).join()),
      );
      return thresholds.size > 1 ? [`${model} ${key}`] : [];
    });
  });

  expect(incomplete).toEqual([]);
});

test("today's models of both providers have an input price", () => {
  const today = book.list({ at: "2026-11-23" });
  const without = today.filter(
    ({ records }) => !records.some(({ component }) => component === "input"),
  );

  expect(without).toEqual([]);
  expect(today.map(({ model }) => model)).toEqual(
    expect.arrayContaining([
      "gpt-4o-mini",
      "gpt-4.1",
      "o3",
      "gpt-5",
      "gpt-5.5",
      "gpt-6.1-terra",
      "gpt-6.2-sol",
      "text-embedding-3-small",
      "claude-3-haiku",
      "claude-sonnet-4-5",
      "claude-sonnet-5",
      "claude-haiku-5-5",
      "claude-fable-5-2",
    ]),
  );
});
