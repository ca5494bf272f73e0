import { type PriceRecord, priceRecordSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { builtInFileNames, readSeals, sealBuiltInFiles } from "./built-in-files.ts";
import { checkPrices } from "./check/check-prices.ts";
import { peerFaults } from "./check/peers.ts";
import { loadPriceBook } from "./load-price-book.ts";
import { unitPriceOf } from "./unit-price.ts";

const book = loadPriceBook();
const curated = new Set(["openai", "anthropic"]);
const tokenRecords = book.records.filter(({ per }) => per === 1_000_000);
/** Written by hand from the two providers' pages; later recordings come from catalogues and rules as well. */
const stated = tokenRecords.filter(
  ({ provider, recorded_at }) => curated.has(provider) && recorded_at < "2026-11-25",
);
const microdollars = (record: PriceRecord): number =>
  Number(unitPriceOf(record.price, record.per)) / 1e6;
const idsOf = (records: readonly PriceRecord[]): string[] => records.map(({ id }) => id);
const placeOf = (record: PriceRecord): string =>
  [record.provider, record.model, record.scope, record.place].join("|");
const byPlace = new Map<string, PriceRecord[]>();
for (const record of book.records) {
  const key = placeOf(record);
  byPlace.set(key, [...(byPlace.get(key) ?? []), record]);
}

/** The record of another component or tier that stood beside a record when it was written: same model, place, period and threshold. */
const beside = (
  record: PriceRecord,
  about: Partial<Pick<PriceRecord, "component" | "tier">>,
): PriceRecord | undefined => {
  const wanted = { ...record, ...about };
  return byPlace
    .get(placeOf(record))
    ?.findLast(
      (other) =>
        other.component === wanted.component &&
        other.tier === wanted.tier &&
        other.threshold?.above_input_tokens === wanted.threshold?.above_input_tokens &&
        other.recorded_at <= wanted.recorded_at &&
        other.valid_from <= wanted.valid_from &&
        (other.valid_to === undefined || other.valid_to > wanted.valid_from),
    );
};

test("every price file was checked as it lies here; run `npm run write-reference` after an edit", () => {
  const sealed = new Map(
    sealBuiltInFiles()
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split("  ").reverse() as [string, string]),
  );

  expect([...sealed.keys()]).toEqual(builtInFileNames());
  expect(readSeals()).toEqual(sealed);
});

test("every record keeps the contract's shape, with a source and a date", () => {
  for (const record of book.records) {
    const { success } = priceRecordSchema.safeParse(record);
    if (!success || record.recorded_at < record.source.read_at) expect.fail(record.id);
  }
});

test("every record has an id of its own", () => {
  expect(new Set(idsOf(book.records)).size).toBe(book.records.length);
});

test("no price is outside its unit's bounds, and none stands oddly to the others of its model", () => {
  const faults = checkPrices(book, { at: "2026-11-25" });

  expect(faults.map(({ point, reason }) => `${point.id}: ${reason}`)).toEqual([]);
});

test("no host asks twenty times what others of the same weights do, or ten times where they agree", () => {
  const faults = peerFaults(book.list({ at: "2026-11-30" }).flatMap(({ records }) => records));

  expect(faults.map(({ point, reason }) => `${point.id}: ${reason}`)).toEqual([]);
});

test("what OpenAI and Anthropic state lies between $0.005 and $600 per million, and half of that in the discounted tiers", () => {
  const outside = stated.filter((record) => {
    const least = record.tier === "batch" || record.tier === "flex" ? 0.0025 : 0.005;
    return microdollars(record) < least || microdollars(record) > 600;
  });

  expect(idsOf(outside)).toEqual([]);
  expect(stated.length).toBeGreaterThan(800);
});

test("OpenAI's and Anthropic's output never costs less than input", () => {
  const wrong = stated.filter((record) => {
    const input = beside(record, { component: "input" });
    return record.component === "output" && input && microdollars(record) < microdollars(input);
  });

  expect(idsOf(wrong)).toEqual([]);
});

test("a cache read costs less than input; in a discounted tier it may cost as much", () => {
  const wrong = stated.filter((record) => {
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
  const wrong = stated.filter((record) => {
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
  const batch = stated.filter(
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
  const wrong = stated.filter((record) => {
    if (record.provider !== "anthropic" || record.tier !== "batch") return false;
    const standard = beside(record, { tier: "standard" });
    return standard === undefined || microdollars(record) * 2 !== microdollars(standard);
  });

  expect(idsOf(wrong)).toEqual([]);
});

test("US-only inference costs 1.1 times the global price at Anthropic, data residency at OpenAI", () => {
  const geo = tokenRecords.filter(
    ({ provider, scope }) => curated.has(provider) && scope === "geo",
  );
  const wrong = geo.filter((record) => {
    const global = byPlace
      .get(placeOf({ ...record, scope: "global", place: undefined }))
      ?.find(
        (other) =>
          other.component === record.component &&
          other.tier === record.tier &&
          other.valid_from === record.valid_from &&
          other.threshold?.above_input_tokens === record.threshold?.above_input_tokens &&
          unitPriceOf(record.price, record.per) * 10n === unitPriceOf(other.price, other.per) * 11n,
      );
    return global === undefined;
  });

  expect(idsOf(wrong)).toEqual([]);
  expect(geo.length).toBeGreaterThan(200);
});

test("where a threshold re-prices a call, it re-prices every token that has a price below it", () => {
  const atMs = Date.parse("2026-11-23T12:00:00Z");
  const incomplete = book.list({ at: "2026-11-23" }).flatMap(({ provider, model }) => {
    const prices = book.find({ provider, model, atMs });
    return Object.entries(prices === undefined ? {} : prices.tables).flatMap(([key, table]) => {
      const tokenRates = Object.entries(table?.rates ?? {}).filter(
        ([, rates]) => rates[0]?.record.per === 1_000_000,
      );
      const thresholds = new Set(
        tokenRates.map(([, rates]) => rates.map((rate) => rate.aboveInputTokens).join()),
      );
      return thresholds.size > 1 ? [`${provider} ${model} ${key}`] : [];
    });
  });

  expect(incomplete).toEqual([]);
});

test("today's models have prices, also those that writing on AI cost still quotes", () => {
  const today = book.list({ at: "2026-11-25" });
  const named = (provider: string, model: string): boolean =>
    book.find({ provider, model, atMs: Date.parse("2026-11-25T12:00:00Z") }) !== undefined;

  expect(today.filter(({ records }) => records.length === 0)).toEqual([]);
  expect(
    [
      ["openai", "gpt-4o"],
      ["openai", "gpt-4o-mini"],
      ["openai", "o1"],
      ["openai", "gpt-6.2-sol"],
      ["openai", "whisper-1"],
      ["openai", "tts-1"],
      ["openai", "gpt-image-1"],
      ["openai", "text-embedding-3-small"],
      ["anthropic", "claude-3-opus-20240229"],
      ["anthropic", "claude-3-5-sonnet-20241022"],
      ["anthropic", "claude-3-5-haiku-20241022"],
      ["anthropic", "claude-fable-5-2"],
      ["gemini", "gemini-2.5-pro"],
      ["gemini", "gemini-3.6-flash"],
      ["vertex", "claude-sonnet-4-5@20250929"],
      ["vertex", "gemini-2.5-flash"],
      ["azure", "gpt-4o"],
      ["bedrock", "anthropic.claude-3-5-sonnet-20241022-v2:0"],
      ["bedrock", "amazon.nova-pro-v1:0"],
      ["bedrock", "meta.llama3-1-8b-instruct-v1:0"],
      ["bedrock", "meta.llama3-1-70b-instruct-v1:0"],
      ["bedrock", "openai.gpt-oss-120b-1:0"],
      ["bedrock", "deepseek.r1-v1:0"],
      ["bedrock", "cohere.rerank-v3-5:0"],
      ["mistral", "mistral-large-latest"],
      ["xai", "grok-4.3"],
      ["cohere", "command-a-03-2025"],
      ["groq", "llama-3.1-8b-instant"],
      ["together", "meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo"],
      ["deepseek", "deepseek-flash"],
      ["cerebras", "llama3.1-8b"],
    ].filter(([provider = "", model = ""]) => !named(provider, model)),
  ).toEqual([]);
});
