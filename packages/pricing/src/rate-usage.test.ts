import { formatDollars } from "@headgate/money";
import { expect, test } from "vitest";
import type { Charge } from "./charge.ts";
import { loadPriceBook } from "./load-price-book.ts";
import { acmeBook, acmeEntry } from "./price-book.fixture.ts";
import { type RatingInput, rateUsage } from "./rate-usage.ts";

const book = loadPriceBook();
const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const call = (about: Partial<RatingInput>): RatingInput => ({
  provider: "openai",
  models: ["gpt-4o-mini"],
  usage: { input: 1 },
  usageOrigin: "provider",
  operation: "chat",
  atMs: noon("2026-11-20"),
  ...about,
});
const claude = (about: Partial<RatingInput>): RatingInput =>
  call({ provider: "anthropic", models: ["claude-opus-4-5-20251101"], ...about });
const dollarsOf = (charge: Charge): string | undefined =>
  charge.listCost === undefined ? undefined : formatDollars(charge.listCost);

test("gpt-4o-mini with cached tokens costs $0.15, $0.075 and $0.60 per million", () => {
  const charge = rateUsage(
    book,
    call({
      models: ["gpt-4o-mini-2024-07-18"],
      usage: { input: 976, cache_read: 1024, output: 500 },
    }),
  );

  // 976 × 0.15 µ$ + 1024 × 0.075 µ$ + 500 × 0.6 µ$ = 146.4 + 76.8 + 300
  expect(dollarsOf(charge)).toBe("0.000523200000");
  expect(charge.lines.map((line) => line.priceRecord)).toEqual([
    "openai/gpt-4o-mini/standard/global/input@2024-07-18~2026-11-28",
    "openai/gpt-4o-mini/standard/global/cache_read@2024-07-18~2026-11-28",
    "openai/gpt-4o-mini/standard/global/output@2024-07-18~2026-11-28",
  ]);
});

test("a Claude call prices cache reads and the two kinds of cache writes apart", () => {
  const charge = rateUsage(
    book,
    claude({
      usage: {
        input: 100,
        cache_read: 20_000,
        cache_write_5m: 3000,
        cache_write_1h: 400,
        output: 50,
      },
    }),
  );

  // 100×5 + 20,000×0.5 + 3,000×6.25 + 400×10 + 50×25 = 500 + 10,000 + 18,750 + 4,000 + 1,250 µ$
  expect(dollarsOf(charge)).toBe("0.034500000000");
  expect(charge.confidence).toBe("exact");
  expect(charge.reason).toBeUndefined();
});

test("300,000 prompt tokens put the whole call, output included, at the price above 200,000", () => {
  const charge = rateUsage(
    book,
    claude({
      models: ["claude-sonnet-4-5-20250929"],
      usage: { input: 100_000, cache_read: 200_000, output: 1000 },
      atMs: noon("2026-01-15"),
    }),
  );

  // 100,000×6 + 200,000×0.6 + 1,000×22.5 µ$
  expect(dollarsOf(charge)).toBe("0.742500000000");
  expect(charge.lines[0]?.priceRecord).toBe(
    "anthropic/claude-sonnet-4-5/standard/global/input>200000@2025-09-29",
  );
});

test("exactly 200,000 prompt tokens are still below the threshold", () => {
  const at = (input: number): string | undefined =>
    dollarsOf(
      rateUsage(
        book,
        claude({
          models: ["claude-sonnet-4-5"],
          usage: { input, output: 0 },
          atMs: noon("2026-01-15"),
        }),
      ),
    );

  expect(at(200_000)).toBe("0.600000000000");
  expect(at(200_001)).toBe("1.200006000000");
});

test("a surcharge that has ended no longer applies", () => {
  const on = (day: string): string | undefined =>
    dollarsOf(
      rateUsage(
        book,
        claude({ models: ["claude-opus-4-6"], usage: { input: 300_000 }, atMs: noon(day) }),
      ),
    );

  expect(on("2026-03-12")).toBe("3.000000000000");
  expect(on("2026-03-13")).toBe("1.500000000000");
});

test("a price change takes effect at midnight UTC of its day", () => {
  const at = (atMs: number): string | undefined =>
    dollarsOf(rateUsage(book, call({ models: ["o3"], usage: { input: 1_000_000 }, atMs })));

  expect(at(Date.parse("2025-06-09T23:59:59.999Z"))).toBe("10.000000000000");
  expect(at(Date.parse("2025-06-10T00:00:00.000Z"))).toBe("2.000000000000");
});

test("a call before a model's first price is unknown", () => {
  const charge = rateUsage(book, call({ atMs: noon("2023-01-01") }));

  expect(charge).toEqual({
    confidence: "unknown",
    lines: [],
    reason: "the price book has no price of openai for gpt-4o-mini on 2023-01-01",
  });
});

test("reasoning tokens are billed as output, on a line of their own", () => {
  const charge = rateUsage(
    book,
    call({ models: ["gpt-5-mini"], usage: { input: 0, output: 100, reasoning: 900 } }),
  );

  expect(dollarsOf(charge)).toBe("0.002000000000");
  expect(charge.lines.map(({ component, quantity }) => [component, quantity])).toEqual([
    ["output", 100],
    ["reasoning", 900],
  ]);
  expect(new Set(charge.lines.map((line) => line.priceRecord)).size).toBe(1);
  expect(charge.confidence).toBe("exact");
});

test("web searches cost $10 per thousand", () => {
  const charge = rateUsage(book, claude({ usage: { input: 0, web_searches: 3 } }));

  expect(dollarsOf(charge)).toBe("0.030000000000");
});

test("a component without a price leaves the charge unknown and keeps the lines that have one", () => {
  const charge = rateUsage(
    book,
    call({ models: ["gpt-4"], usage: { input: 10, cache_read: 5, input_audio: 7, output: 2 } }),
  );

  expect(charge.confidence).toBe("unknown");
  expect(charge.reason).toBe("no price is known for cache_read, input_audio of gpt-4 (standard)");
  expect(charge.lines.map((line) => line.component)).toEqual(["input", "output"]);
  expect(charge).not.toHaveProperty("listCost");
  expect(charge).not.toHaveProperty("billedCost");
});

test("a component that was reported as 0 needs no price", () => {
  const charge = rateUsage(
    book,
    call({ models: ["gpt-4"], usage: { input: 10, cache_read: 0, input_audio: 0 } }),
  );

  expect(dollarsOf(charge)).toBe("0.000300000000");
  expect(charge.lines).toHaveLength(1);
});

test("a cache write of unknown time to live is taken for Anthropic's five minutes, and says so", () => {
  const charge = rateUsage(book, claude({ usage: { cache_write: 1000 } }));

  expect(dollarsOf(charge)).toBe("0.006250000000");
  expect(charge.confidence).toBe("derived");
  expect(charge.reason).toMatch(/time to live of the cache write is not known/);
});

test("OpenAI's cache writes have a price of their own", () => {
  const charge = rateUsage(
    book,
    call({ models: ["gpt-6-luna"], usage: { input: 0, cache_write: 1_000_000 } }),
  );

  expect(dollarsOf(charge)).toBe("0.250000000000");
  expect(charge.confidence).toBe("exact");
});

test.each([
  [undefined, "1.000000000000"],
  ["default", "1.000000000000"],
  ["standard", "1.000000000000"],
  ["flex", "0.500000000000"],
  ["batch", "0.500000000000"],
  ["priority", "2.000000000000"],
  ["fast", "2.000000000000"],
])(
  "OpenAI's service tier %s of gpt-6.1-terra bills $%s for 100,000 tokens in and 180,000 out",
  (serviceTier, expected) => {
    const charge = rateUsage(
      book,
      call({
        models: ["gpt-6.1-terra"],
        usage: { input: 100_000, output: 180_000 },
        ...(serviceTier === undefined ? {} : { serviceTier }),
      }),
    );

    expect(dollarsOf(charge)).toBe(expected);
    expect(charge.confidence).toBe("exact");
  },
);

test('the tier "auto" is priced as standard, derived', () => {
  const charge = rateUsage(book, call({ models: ["gpt-5-mini"], serviceTier: "auto" }));

  expect(charge.confidence).toBe("derived");
  expect(charge.reason).toContain('"auto"');
});

test.each([
  ["vertex", "gemini-2.5-flash", "default", "exact-or-derived"],
  ["gemini", "gemini-2.5-flash", "default", "exact-or-derived"],
  ["vertex", "gemini-2.5-flash", "auto", "derived"],
  ["xai", "grok-4-1-fast-reasoning", "auto", "derived"],
])(
  "%s's %s with the service tier %s is priced as standard",
  (provider, model, serviceTier, sure) => {
    const about = { provider, models: [model], usage: { input: 1000, output: 10 } };
    const usual = rateUsage(book, call(about));
    const charge = rateUsage(book, call({ ...about, serviceTier }));

    expect(usual.listCost).toBeDefined();
    expect(charge.listCost).toBe(usual.listCost);
    if (sure === "derived") expect(charge.reason).toContain('"auto" names no rate');
    else expect(charge.reason).toBe(usual.reason);
  },
);

test.each([
  [call({ serviceTier: "scale" }), /reserved capacity/],
  [call({ serviceTier: "ultrafast" }), /service tier "ultrafast"/],
  [call({ serviceTier: "toString" }), /service tier "toString"/],
  [claude({ serviceTier: "priority" }), /contracted commitment/],
  [call({ models: ["gpt-4"], serviceTier: "flex" }), /no price is known for gpt-4 \(flex\)/],
  [claude({ scope: "in_region" }), /\(standard, in_region\)/],
  [call({ provider: "acme" }), /no price of acme/],
  [call({ models: ["gpt-99"] }), /no price of openai for gpt-99/],
  [call({ models: [] }), /the model is not known/],
  [call({ usageOrigin: "none", usage: {} }), /no usage is known/],
  [call({ usage: {} }), /holds no quantity/],
  [call({ usage: { input: -1 } }), /input is -1/],
  [call({ usage: { input: 0.5 } }), /input is 0.5/],
])(
  "case %#: what has no known price is unknown, with the reason, and never $0",
  (input, reason) => {
    const charge = rateUsage(book, input);

    expect(charge.confidence).toBe("unknown");
    expect(charge.reason).toMatch(reason);
    expect(charge).not.toHaveProperty("listCost");
  },
);

test.each([
  ["us-gov.anthropic.claude-sonnet-5-v1:0", "us-gov-west-1"],
  ["us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0", "us-gov-west-1"],
])(
  "a log that says %s is served by geography is priced by the geography of the name",
  (name, region) => {
    const served = call({
      provider: "bedrock",
      models: [name],
      region,
      usage: { input: 1_000_000, output: 100_000 },
    });
    const general = rateUsage(book, {
      ...served,
      models: [name.slice(name.indexOf(".") + 1)],
      scope: "geo",
    });

    const charge = rateUsage(book, { ...served, scope: "geo" });

    expect(charge).toEqual(rateUsage(book, served));
    expect(charge.listCost).toBeDefined();
    expect(charge.listCost).not.toBe(general.listCost);
  },
);

test("the work of another model is priced by the geography of the answer's name, where a log names the scope", () => {
  const served = call({
    provider: "bedrock",
    models: ["eu.amazon.nova-lite-v1:0"],
    otherUsage: [{ model: "amazon.nova-lite-v1:0", usage: { input: 1_000_000 } }],
    usage: { input: 1_000_000 },
  });

  const charge = rateUsage(book, { ...served, scope: "geo" });

  expect(charge).toEqual(rateUsage(book, served));
  expect(charge.lines.map(({ priceRecord }) => priceRecord)).toEqual([
    expect.stringContaining("/geo:eu"),
    expect.stringContaining("/geo:eu"),
  ]);
});

test("beyond the prompt length that a tier is known to price, the charge is unknown", () => {
  const priority = (input: number): Charge =>
    rateUsage(book, call({ models: ["gpt-5.4"], serviceTier: "priority", usage: { input } }));

  expect(dollarsOf(priority(272_000))).toBe("1.360000000000");
  expect(priority(272_001)).toMatchObject({
    confidence: "unknown",
    reason: "gpt-5.4 (priority) has a known price up to 272000 prompt tokens only",
  });
});

test("the first model that the book knows is used; another than the first is said", () => {
  const charge = rateUsage(
    book,
    call({ models: ["secret-build-7", "gpt-5-mini", "gpt-4"], usage: { output: 1_000_000 } }),
  );

  expect(dollarsOf(charge)).toBe("2.000000000000");
  expect(charge.confidence).toBe("derived");
  expect(charge.reason).toBe('"secret-build-7" is not in the price book; priced as "gpt-5-mini"');
});

test("an unlisted dated snapshot is priced as its model, and says so", () => {
  for (const snapshot of ["gpt-5-mini-2031-01-01", "gpt-5-mini-20310101"]) {
    const charge = rateUsage(book, call({ models: [snapshot] }));

    expect(charge.confidence).toBe("derived");
    expect(charge.reason).toBe(
      `the snapshot "${snapshot}" is not in the price book; priced as "gpt-5-mini"`,
    );
  }
});

test("a listed snapshot with a price of its own keeps it", () => {
  const million = (model: string): string | undefined =>
    dollarsOf(rateUsage(book, call({ models: [model], usage: { input: 1_000_000 } })));

  expect(million("gpt-4o-2024-05-13")).toBe("5.000000000000");
  expect(million("gpt-4o-2024-08-06")).toBe("2.500000000000");
});

test("estimated usage makes an estimated cost", () => {
  const charge = rateUsage(book, claude({ usageOrigin: "estimated" }));

  expect(charge).toMatchObject({ confidence: "estimated", reason: "the usage is an estimate" });
});

test("usage that contradicts itself is at most derived", () => {
  const charge = rateUsage(
    book,
    claude({ usageViolations: ["total_tokens is not the sum of its parts"] }),
  );

  expect(charge).toMatchObject({
    confidence: "derived",
    reason: "the usage contradicts itself: total_tokens is not the sum of its parts",
  });
});

test("a charge is no surer than the price records it used", () => {
  const priced = (confidence: string): Charge =>
    rateUsage(
      acmeBook(
        acmeEntry({ confidence, per_million_tokens: { input: "1" } }),
        acmeEntry({ confidence: "estimated", per_million_tokens: { output: "1" } }),
      ),
      call({ provider: "acme", models: ["one"], atMs: noon("2026-02-01") }),
    );

  expect(priced("exact").confidence).toBe("exact");
  expect(priced("derived")).toMatchObject({
    confidence: "derived",
    reason: "the price is derived (https://acme.example/prices)",
  });
  expect(priced("estimated").confidence).toBe("estimated");
});

test.each(["count_tokens", "list_models"] as const)("%s is a known zero", (operation) => {
  const charge = rateUsage(book, claude({ operation, usageOrigin: "none", usage: {} }));

  expect(charge).toMatchObject({ confidence: "exact", listCost: 0n, billedCost: 0n, lines: [] });
});

test("at list price, the four costs are one", () => {
  const charge = rateUsage(book, claude({}));

  expect(charge.contractedCost).toBe(charge.listCost);
  expect(charge.effectiveCost).toBe(charge.listCost);
  expect(charge.billedCost).toBe(charge.listCost);
});
