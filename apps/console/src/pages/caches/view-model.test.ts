import { expect, test } from "vitest";
import type { CacheHistory } from "./query.ts";
import { savedByCaches } from "./saved-by-caches.ts";
import {
  cacheTiles,
  keptWhere,
  refusalLines,
  savedPoints,
  tierLines,
  wasAsked,
} from "./view-model.ts";

const use = (change: Partial<CacheHistory["use"][number]>): CacheHistory["use"][number] => ({
  start: "2026-11-20T00:00:00.000Z",
  status: "miss",
  reason: null,
  tier: null,
  calls: 1,
  avoided_input_tokens: 0,
  avoided_output_tokens: 0,
  ...change,
});
/** Constructed: two days, four of ten calls answered, one of them without a known price. */
const history: CacheHistory = {
  span: { fromMs: Date.parse("2026-11-20T00:00:00Z"), toMs: Date.parse("2026-11-22T00:00:00Z") },
  grain: "day",
  use: [
    use({ calls: 6 }),
    use({ status: "hit", tier: "exact", calls: 2, avoided_input_tokens: 900 }),
    use({ status: "hit", tier: "normalised", calls: 1, avoided_output_tokens: 100 }),
    use({ status: "coalesced", tier: "exact", calls: 1 }),
    use({ status: "bypass", reason: "client", calls: 3 }),
    use({ status: "bypass", reason: "not_deterministic", calls: 40 }),
  ],
  savings: [
    {
      start: "2026-11-20T00:00:00.000Z",
      lever: "exact-cache",
      attempts: 4,
      unknown: 1,
      saved: "1.250000000000",
      simulated: "0.000000000000",
    },
  ],
};

test("what other levers saved is none of the caches'", () => {
  const [row] = history.savings;
  const all = ["exact-cache", "prompt", "semantic-cache", "prefix-cache"].flatMap((lever) =>
    row === undefined ? [] : [{ ...row, lever }],
  );

  expect(savedByCaches(all).map(({ lever }) => lever)).toEqual(["exact-cache", "semantic-cache"]);
});

test("the head tells the hit rate of those that asked, and marks a sum that leaves something out", () => {
  expect(cacheTiles(history).map(({ value }) => value)).toEqual(["40.0%", "≥ $1.25", "1", "1,000"]);
});

test("each day has its point, quiet ones too, which have no rate", () => {
  expect(
    savedPoints(history).map(({ savedText, answered, rate }) => [savedText, answered, rate]),
  ).toEqual([
    ["≥ $1.25", "4", "40.0%"],
    ["$0.00", "0", "–"],
  ]);
});

test("a day that the range cuts says from when it is", () => {
  const span = { ...history.span, fromMs: Date.parse("2026-11-20T15:00:00Z") };

  expect(savedPoints({ ...history, span }).map(({ title }) => title)).toEqual([
    "20 Nov UTC, from 15:00",
    "21 Nov UTC",
  ]);
});

test("what simulated calls saved is said", () => {
  const noteOf = (simulated: string, unknown: number) =>
    cacheTiles({
      ...history,
      savings: history.savings.map((row) => ({ ...row, simulated, unknown })),
    }).find(({ title }) => title === "Saved")?.note;

  expect(noteOf("1.250000000000", 0)).toBe("at the prices of each moment; all of it is simulated");
  expect(noteOf("0.250000000000", 1)).toBe("of 1 call not known; $0.250 of it is simulated");
});

test("a saving of which nothing is known is not a saving of nothing", () => {
  const none = { unknown: 4, saved: "0.000000000000" };
  const unknown = { ...history, savings: history.savings.map((row) => ({ ...row, ...none })) };

  expect(cacheTiles(unknown).find(({ title }) => title === "Saved")?.value).toBe("unknown");
  expect(savedPoints(unknown).map(({ savedText }) => savedText)).toEqual(["unknown", "$0.00"]);
});

test("tiers and reasons are counted, most first", () => {
  expect(tierLines(history).map(({ calls }) => calls)).toEqual(["3", "1"]);
  expect(refusalLines(history).map(({ reason, calls }) => [reason, calls])).toEqual([
    ["not_deterministic", "40"],
    ["client", "3"],
  ]);
});

test("a range in which calls only passed the cache by asked nothing of it", () => {
  const passedBy = history.use.filter(({ status }) => status === "bypass");

  expect(wasAsked(history)).toBe(true);
  expect(wasAsked({ use: passedBy })).toBe(false);
});

test("answers in a store that gateways share are not said to be of one gateway's memory", () => {
  expect(keptWhere({ is_shared: false })).toContain("not shared with other gateways");
  expect(keptWhere({ is_shared: true })).toContain("in the store that the gateways share");
});
