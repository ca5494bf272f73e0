import { expect, test } from "vitest";
import type { Charge } from "./charge.ts";
import { bookOf } from "./price-book.fixture.ts";
import { type RatingInput, rateUsage } from "./rate-usage.ts";

const atMs = Date.parse("2026-06-01T00:00:00Z");
const entry = (about: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  tier: "standard",
  valid_from: "2026-01-01",
  recorded_at: "2026-01-01",
  source: "page",
  confidence: "exact",
  ...about,
});
const sources = { page: { url: "https://prices.example/", read_at: "2026-01-01" } };
const nova = "amazon.nova-lite-v1:0";
const sonnet = "anthropic.claude-sonnet-4-5-20250929-v1:0";

/** Made-up prices: everywhere 3, within a geography or a region 3.30, and 4 in one region. */
const book = bookOf(
  {
    provider: "bedrock",
    default_scope: "in_region",
    scope_fallbacks: [
      {
        from: "geo",
        to: "in_region",
        models: ["*"],
        reason: "a geography is billed at the price of the region it is called from",
        source: "page",
      },
    ],
    sources,
    models: [
      { model: sonnet, aliases: [] },
      { model: nova, aliases: [] },
    ],
    prices: [
      entry({ model: sonnet, scope: "global", per_million_tokens: { input: "3", output: "15" } }),
      entry({
        model: sonnet,
        scope: ["geo", "in_region"],
        per_million_tokens: { input: "3.3", output: "16.5" },
      }),
      entry({
        model: sonnet,
        scope: "in_region",
        place: "ap-south-1",
        per_million_tokens: { input: "4", output: "20" },
      }),
      entry({
        model: nova,
        scope: "in_region",
        place: "us-east-1",
        per_million_tokens: { input: "1" },
      }),
      entry({
        model: nova,
        scope: "in_region",
        place: "ap-south-1",
        per_million_tokens: { input: "2" },
      }),
    ],
  },
  {
    provider: "azure",
    sources,
    models: [{ model: "gpt-4o", aliases: ["gpt-4o-2024-08-06"] }],
    prices: [
      entry({ model: "gpt-4o", per_million_tokens: { input: "2.5", output: "10" } }),
      entry({
        model: "gpt-4o",
        scope: ["geo", "in_region"],
        per_million_tokens: { input: "2.75", output: "11" },
      }),
    ],
  },
  {
    provider: "mistral",
    sources,
    models: [
      { model: "small-1", aliases: [{ name: "small-latest", until: "2026-06-01" }] },
      { model: "small-2", aliases: [{ name: "small-latest", from: "2026-06-01" }] },
    ],
    prices: [
      entry({ model: "small-1", per_million_tokens: { input: "1", output: "3" } }),
      entry({ model: "small-2", per_million_tokens: { input: "2", output: "6" } }),
    ],
  },
);
const rated = (about: Partial<RatingInput> & Pick<RatingInput, "provider" | "models">): Charge =>
  rateUsage(book, {
    usage: { input: 1_000_000 },
    usageOrigin: "provider",
    operation: "chat",
    atMs,
    ...about,
  });
const price = ({ listCost }: Charge): bigint | undefined =>
  listCost === undefined ? undefined : listCost / 10n ** 10n;

test.each([
  [`global.${sonnet}`, 300n],
  [`us.${sonnet}`, 330n],
  [sonnet, 330n],
  [`arn:aws:bedrock:us-east-1:123456789012:inference-profile/global.${sonnet}`, 300n],
  [`arn:aws:bedrock:ap-south-1::foundation-model/${sonnet}`, 400n],
])("a call of %s costs %s cents a million, for sure", (name, cents) => {
  const charge = rated({ provider: "bedrock", models: [name], region: "us-east-1" });

  expect(price(charge)).toBe(cents);
  expect(charge.confidence).toBe("exact");
});

test("on Bedrock the answer names the model and the request where it was served", () => {
  const charge = rated({
    provider: "bedrock",
    models: ["claude-sonnet-4-5-20250929", `global.${sonnet}`],
    region: "ap-south-1",
  });

  expect(price(charge)).toBe(300n);
  expect(charge.confidence).toBe("exact");
});

test("the region of the call chooses the price of a model that is served there", () => {
  const models = [sonnet];

  expect(price(rated({ provider: "bedrock", models, region: "ap-south-1" }))).toBe(400n);
  const somewhere = rated({ provider: "bedrock", models });
  expect(price(somewhere)).toBe(330n);
  expect(somewhere).toMatchObject({
    confidence: "derived",
    reason: expect.stringContaining("region"),
  });
});

test("a profile without a price of its own has the price of the region it is called from", () => {
  const models = [`apac.${nova}`];
  const charge = rated({ provider: "bedrock", models, region: "ap-south-1" });

  expect(price(charge)).toBe(200n);
  expect(charge).toMatchObject({
    confidence: "derived",
    reason: expect.stringContaining("called from"),
  });
  const arn = `arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.${nova}`;
  expect(price(rated({ provider: "bedrock", models: [arn] }))).toBe(100n);
});

test("scope and place that the caller knows win over those of the names", () => {
  const charge = rated({
    provider: "bedrock",
    models: [`global.${sonnet}`],
    scope: "in_region",
    place: "ap-south-1",
  });

  expect(price(charge)).toBe(400n);
});

test("a scope that the caller states is not said to be unknown", () => {
  const models = ["gpt-4o-2024-08-06"];
  const geo = rated({ provider: "azure", models, scope: "geo" });

  expect(price(geo)).toBe(275n);
  expect(geo).toMatchObject({ confidence: "exact" });
  expect(rated({ provider: "azure", models, scope: "global" }).confidence).toBe("exact");
  // Which region it was decides the price, and nobody says.
  expect(rated({ provider: "bedrock", models: [sonnet], scope: "in_region" })).toMatchObject({
    confidence: "derived",
    reason: "the region of the call is not known",
  });
});

test("an Azure deployment has the price of its type, and without one it is derived", () => {
  const ownNames = { chat: { model: "gpt-4o", scope: "geo", place: "eu" } } as const;
  const known = rated({ provider: "azure", models: ["gpt-4o-2024-08-06", "chat"], ownNames });

  expect(price(known)).toBe(275n);
  expect(known.confidence).toBe("exact");
  const unknown = rated({ provider: "azure", models: ["gpt-4o-2024-08-06"] });
  expect(price(unknown)).toBe(250n);
  expect(unknown).toMatchObject({
    confidence: "derived",
    reason: expect.stringContaining("deployment type"),
  });
});

test("a provider's other names are read with its own words for tiers", () => {
  const call = { models: ["gpt-4o"], serviceTier: "auto", region: "global" } as const;
  const book = rated({ provider: "azure", ...call });

  expect(price(book)).toBe(250n);
  for (const provider of ["azure-openai", "azure.ai.openai"]) {
    expect(rated({ provider, ...call })).toEqual(book);
  }
});

test("an inference profile that nobody explains is unknown, and the reason says what to do", () => {
  const models = ["arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc"];
  const charge = rated({ provider: "bedrock", models });

  expect(charge.confidence).toBe("unknown");
  expect(charge.reason).toContain("price_names");
  const explained = rated({
    provider: "bedrock",
    models,
    ownNames: { abc: { model: `us.${sonnet}` } },
  });
  expect(price(explained)).toBe(330n);
  expect(explained.confidence).toBe("exact");
});

test("a name that nobody knows is told with the names that are near", () => {
  const charge = rated({ provider: "azure", models: ["gpt-4oo"] });

  expect(charge.reason).toContain("near: gpt-4o");
});

test("an alias that moved means the model of its day", () => {
  const models = ["small-latest"];

  expect(price(rated({ provider: "mistral", models, atMs: atMs - 1 }))).toBe(100n);
  expect(price(rated({ provider: "mistral", models }))).toBe(200n);
});

test("a name that a client makes up cannot be taken for two others that were asked for before or after", () => {
  const crafted = "gpt-4o|6:nobody";
  expect(rated({ provider: "azure", models: [crafted] }).confidence).toBe("unknown");

  const pair = rated({ provider: "azure", models: ["gpt-4o", "nobody"] });

  expect(price(pair)).toBe(250n);
});

test("more names than are remembered are still told apart", () => {
  for (let index = 0; index < 2100; index += 1) {
    expect(rated({ provider: "azure", models: [`no-such-${index}`] }).confidence).toBe("unknown");
  }
  expect(price(rated({ provider: "azure", models: ["gpt-4o"] }))).toBe(250n);
});
