import { expect, test } from "vitest";
import type { Charge } from "./charge.ts";
import { loadPriceBook } from "./load-price-book.ts";
import { acmeEntry, acmeFile, bookOf } from "./price-book.fixture.ts";
import { type RatingInput, rateUsage } from "./rate-usage.ts";

const atMs = Date.parse("2026-11-20T12:00:00Z");
const input = (price: string, about: Readonly<Record<string, unknown>>) =>
  acmeEntry({ ...about, per_million_tokens: { input: price } });
const placed = bookOf(
  acmeFile(
    [
      input("1", { scope: "global" }),
      input("2", { scope: ["geo", "in_region"], place: "apac" }),
      input("3", { scope: "in_region", place: ["ap-northeast-1", "eu-west-1"] }),
      input("4", { scope: "in_region" }),
    ],
    {
      scope_fallbacks: [
        {
          from: "geo",
          to: "in_region",
          models: ["on*"],
          reason: "acme bills a geography at the region's price",
          source: "acme",
        },
      ],
    },
  ),
);
const where = (place: Pick<RatingInput, "scope" | "place">, model = "one"): Charge =>
  rateUsage(placed, {
    provider: "acme",
    models: [model],
    usage: { input: 1_000_000 },
    usageOrigin: "provider",
    operation: "chat",
    atMs,
    ...place,
  });
const dollars = (charge: Charge): number | undefined =>
  charge.listCost === undefined ? undefined : Number(charge.listCost / 1_000_000_000_000n);

test.each([
  [{}, 1],
  [{ scope: "global" }, 1],
  [{ scope: "global", place: "eu-west-1" }, 1],
  [{ scope: "in_region", place: "eu-west-1" }, 3],
  [{ scope: "in_region", place: "ap-northeast-1" }, 3],
  [{ scope: "in_region", place: "ap-south-1" }, 2],
  [{ scope: "in_region", place: "us-east-1" }, 4],
  [{ scope: "in_region" }, 4],
  [{ scope: "geo", place: "apac" }, 2],
  [{ scope: "geo", place: "jp" }, 2],
  [{ scope: "geo", place: "in" }, 2],
] as const)(
  "%j costs $%d: the place, then its geography, then anywhere in the scope",
  (place, expected) => {
    const charge = where(place);

    expect(dollars(charge)).toBe(expected);
    expect(charge.confidence).toBe("exact");
  },
);

test("another scope's price is taken only where the provider documents it, and says so", () => {
  expect(where({ scope: "geo", place: "eu" })).toMatchObject({
    confidence: "derived",
    reason: "acme bills a geography at the region's price",
    lines: [{ priceRecord: "acme/one/standard/in_region/input@2026-01-01" }],
  });
  const undocumented = bookOf(acmeFile([input("1", { scope: "global" })]));
  const charge = rateUsage(undocumented, {
    provider: "acme",
    models: ["one"],
    usage: { input: 1 },
    usageOrigin: "provider",
    operation: "chat",
    atMs,
    scope: "geo",
    place: "eu",
  });

  expect(charge).toMatchObject({
    confidence: "unknown",
    reason: "no price is known for one (standard, geo eu)",
  });
});

test("a fallback that precedes holds where the region is known, before the scope's own price", () => {
  const fallback = {
    from: "geo",
    to: "in_region",
    models: ["*"],
    reason: "acme bills a geography at the price of the region that is called",
    source: "acme",
    precedes: true,
  };
  const book = bookOf(
    acmeFile(
      [
        input("2", { scope: "geo", place: "eu" }),
        input("3", { scope: "in_region", place: "eu-west-1" }),
      ],
      { scope_fallbacks: [fallback] },
    ),
  );
  const charge = (region: string | undefined): Charge =>
    rateUsage(book, {
      provider: "acme",
      models: ["one"],
      usage: { input: 1_000_000 },
      usageOrigin: "provider",
      operation: "chat",
      atMs,
      scope: "geo",
      place: "eu",
      region,
    });

  expect(dollars(charge("eu-west-1"))).toBe(3);
  expect(charge("eu-west-1")).toMatchObject({ confidence: "derived", reason: fallback.reason });
  // Of a region without a price of its own the geography's is all that is known.
  expect(dollars(charge("eu-north-1"))).toBe(2);
  expect(dollars(charge(undefined))).toBe(2);
});

test.each([
  ["eu.amazon.nova-lite-v1:0", "eu-west-1", "0.069000"],
  ["apac.amazon.nova-pro-v1:0", "ap-northeast-1", "0.960000"],
])("%s costs what it costs in %s, from where it is called", (model, region, dollarsPerMillion) => {
  const charge = rateUsage(loadPriceBook(), {
    provider: "bedrock",
    models: [model],
    usage: { input: 1_000_000, cache_read: 1_000_000 },
    usageOrigin: "provider",
    operation: "chat",
    atMs,
    region,
  });

  expect(charge.reason).toContain("billed at the price of the region it is called from");
  expect(charge.lines.map(({ unitPrice }) => unitPrice * 1n)).toEqual([
    BigInt(dollarsPerMillion.replace(".", "")),
    BigInt(dollarsPerMillion.replace(".", "")) / 4n,
  ]);
});

/** AWS's price list as quoted at https://github.com/BerriAI/litellm/issues/42679 (read 2026-11-28). */
const awsSonnet46 = { global: ["3.00", "15.00"], regional: ["3.30", "16.50"] } as const;

test.each([
  [{ scope: "global" }, awsSonnet46.global],
  [{ scope: "geo", place: "us" }, awsSonnet46.regional],
  [{ scope: "geo", place: "eu" }, awsSonnet46.regional],
  [{ scope: "in_region", place: "us-east-1" }, awsSonnet46.regional],
  [{}, awsSonnet46.regional],
] as const)("Claude Sonnet 4.6 on Bedrock at %j costs what AWS charges", (place, [into, out]) => {
  const book = loadPriceBook();
  const prices = ["anthropic.claude-sonnet-4-6", "claude-sonnet-4-6"].map((model) => {
    const charge = rateUsage(book, {
      provider: "bedrock",
      models: [model],
      usage: { input: 100_000, output: 100_000 },
      usageOrigin: "provider",
      operation: "chat",
      atMs,
      ...place,
    });
    return charge.lines.map(({ unitPrice }) => (Number(unitPrice) / 1e6).toFixed(2));
  });

  expect(prices).toEqual([
    [into, out],
    [into, out],
  ]);
});
