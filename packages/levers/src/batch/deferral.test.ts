import { picodollars } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { deferral, type MeasuredTokens } from "./deferral.ts";

/** Of a constructed model with Anthropic's ratios: write 1.25, read 0.1, batch 0.5. */
const realTime = {
  input: picodollars(3_000_000n),
  output: picodollars(15_000_000n),
  cache_read: picodollars(300_000n),
  cache_write: picodollars(3_750_000n),
};
const batch = { input: picodollars(1_500_000n), output: picodollars(7_500_000n) };
/** Of 23,000 prompt tokens so many were read from the cache, and the others were written to it. */
const prompts = (read: number, output = 0): MeasuredTokens => ({
  ...{ input: 0, cache_read: read, cache_write: 23_000 - read, output },
});

test("a prompt is dearer in a batch where more than 15 of 23 tokens come from the cache", () => {
  expect(deferral({ realTime, batch, measured: prompts(14_999) })).toMatchObject({
    ...{ kind: "batch", because: "cheaper" },
  });
  expect(deferral({ realTime, batch, measured: prompts(15_001) })).toMatchObject({
    ...{ kind: "real_time", because: "cache_is_cheaper" },
  });
});

test("long answers make a batch worth it again", () => {
  expect(deferral({ realTime, batch, measured: prompts(20_000, 5_000) })).toMatchObject({
    kind: "batch",
  });
});

test("capacity that is paid for and has room comes first", () => {
  expect(deferral({ realTime, batch, committedWithRoom: "reserved" })).toEqual({
    ...{ kind: "real_time", because: "committed_capacity", commitment: "reserved" },
  });
});

test("without a price of batches nothing is deferred, and without measurements the assumption is said", () => {
  expect(deferral({ realTime, batch: undefined })).toMatchObject({ because: "price_unknown" });
  expect(deferral({ realTime, batch })).toMatchObject({ because: "cheaper_without_cache" });
  expect(deferral({ realTime, batch: realTime })).toMatchObject({ because: "not_cheaper" });
});

test("a batch is chosen exactly where it costs less", () => {
  const tokens = fc.nat(1_000_000);
  const usage = fc.record({
    ...{ input: tokens, cache_read: tokens, cache_write: tokens, output: tokens },
  });
  fc.assert(
    fc.property(usage, (measured) => {
      const found = deferral({ realTime, batch, measured });
      if (!("batchCost" in found)) return;
      expect(found.kind === "batch").toBe(found.batchCost < found.realTimeCost);
    }),
  );
});
