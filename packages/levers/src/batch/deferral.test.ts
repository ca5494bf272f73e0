import { type Usage, usageComponents } from "@headgate/contract";
import { picodollars } from "@headgate/money";
import fc from "fast-check";
import { expect, test } from "vitest";
import { deferral, type TierPrice } from "./deferral.ts";

/** Of a constructed model with Anthropic's ratios: write 1.25 and 2, read 0.1, batch 0.5. */
const perToken: Partial<Record<keyof Usage, bigint>> = {
  ...{ input: 3_000_000n, output: 15_000_000n, cache_read: 300_000n },
  ...{ cache_write_5m: 3_750_000n, cache_write_1h: 6_000_000n },
};
const price: TierPrice = (usage, tier) => {
  let total = 0n;
  for (const component of usageComponents) {
    const count = usage[component];
    if (count === undefined) continue;
    const each = perToken[component];
    if (each === undefined) return undefined;
    total += (each * BigInt(count)) / (tier === "batch" ? 2n : 1n);
  }
  return picodollars(total);
};
/** Of 23,000 prompt tokens so many were read from the cache, and the others were written to it. */
const prompts = (read: number, output = 0): Usage => ({
  ...{ input: 0, cache_read: read, cache_write_5m: 23_000 - read, output },
});

test("a prompt is dearer in a batch where more than 15 of 23 tokens come from the cache", () => {
  expect(deferral({ price, measured: prompts(14_999) })).toMatchObject({
    ...{ kind: "batch", because: "cheaper" },
  });
  expect(deferral({ price, measured: prompts(15_001) })).toMatchObject({
    ...{ kind: "real_time", because: "cache_is_cheaper" },
  });
});

test("the share from which on depends on the prices: dearer writes make a batch worth it for longer", () => {
  const written: Usage = { input: 0, cache_read: 17_000, cache_write_1h: 6_000 };
  expect(deferral({ price, measured: prompts(17_000) })).toMatchObject({ kind: "real_time" });
  expect(deferral({ price, measured: written })).toMatchObject({ kind: "batch" });
});

test("long answers make a batch worth it again", () => {
  expect(deferral({ price, measured: prompts(20_000, 5_000) })).toMatchObject({ kind: "batch" });
});

test("a price that is known is not given up for one that is not; without measurements the assumption is said", () => {
  const alone =
    (known: "standard" | "batch"): TierPrice =>
    (usage, tier) =>
      tier === known ? price(usage, tier) : undefined;
  for (const measured of [undefined, prompts(20_000)]) {
    const asked = measured === undefined ? {} : { measured };
    expect(deferral({ price: alone("standard"), ...asked })).toEqual({
      ...{ kind: "real_time", because: "batch_price_unknown" },
    });
    expect(deferral({ price: () => undefined, ...asked })).toEqual({
      ...{ kind: "batch", because: "prices_unknown" },
    });
  }
  expect(deferral({ price })).toEqual({ kind: "batch", because: "cheaper_without_cache" });
  expect(deferral({ price: (usage) => price(usage, "standard") })).toEqual({
    ...{ kind: "real_time", because: "not_cheaper" },
  });
});

test("embeddings, which have no price of output, are compared by their input", () => {
  const input: TierPrice = (usage, tier) =>
    usage.output === undefined ? price(usage, tier) : undefined;
  expect(deferral({ price: input })).toMatchObject({ because: "cheaper_without_cache" });
});

test("a batch is chosen exactly where it costs less", () => {
  const tokens = fc.nat(1_000_000);
  const usage = fc.record({
    ...{ input: tokens, cache_read: tokens, cache_write_5m: tokens, output: tokens },
  });
  fc.assert(
    fc.property(usage, (measured) => {
      const found = deferral({ price, measured });
      if (!("batchCost" in found)) return;
      expect(found.kind === "batch").toBe(found.batchCost < found.realTimeCost);
    }),
  );
});
