import { gzipSync } from "node:zlib";
import { createTar } from "nanotar";
import { expect, test } from "vitest";
import { acmeBook, acmeEntry } from "../price-book.fixture.ts";
import type { Candidate, CatalogueKind, CatalogueReading } from "./catalogue.ts";
import { readCatalogue } from "./read-catalogue.ts";

/*
 * Fixtures are written by hand in the documented shapes, which the readers cite with their days:
 * https://github.com/pydantic/genai-prices (data.json, v2), https://docs.litellm.ai/docs/proxy/custom_model_cost_map,
 * https://github.com/anomalyco/models.dev (packages/core/src/schema.ts), https://github.com/Portkey-AI/models.
 */
const snapshot = { url: "https://catalogue.example/1", day: "2026-08-01" };
const read = (kind: CatalogueKind, files: Readonly<Record<string, unknown>>): CatalogueReading =>
  readCatalogue(
    kind,
    Object.entries(files).map(([path, content]) => ({
      path,
      content: typeof content === "string" ? content : JSON.stringify(content),
    })),
    { snapshot },
  );
const brief = ({ candidates }: CatalogueReading): string[] =>
  candidates.map(
    ({ provider, model, component, tier, scope, place, threshold, price, per }: Candidate) =>
      `${provider}/${model} ${tier} ${place === undefined ? scope : `${scope}:${place}`} ${component}${threshold ? `>${threshold.above_input_tokens}` : ""} ${price}/${per}`,
  );
const refusals = ({ refused }: CatalogueReading): string[] =>
  refused.map(({ at, code }) => `${code} ${at}`);

test("genai-prices: tiers, dates, searches and Bedrock's profiles", () => {
  const reading = read("genai-prices", {
    "data.json": [
      {
        id: "aws",
        models: [
          {
            id: "global.anthropic.claude-x-v1:0",
            prices: { input_mtok: 3, cache_write_mtok: 3.75, output_mtok: 15 },
          },
          {
            id: "in.anthropic.claude-x-v1:0",
            prices: { cache_write_5m_mtok: 4.125 },
          },
        ],
      },
      {
        id: "x-ai",
        models: [
          {
            id: "grok-x",
            prices: [
              { prices: { input_mtok: 2, web_searches_kcount: 5 } },
              {
                constraint: { start_date: "2026-07-01" },
                prices: { input_mtok: { base: 1, tiers: [{ start: 128_000, price: 2 }] } },
              },
            ],
          },
          {
            id: "grok-night",
            prices: [{ constraint: { start_time: "00:30:00Z" }, prices: { input_mtok: 1 } }],
          },
        ],
      },
    ],
  });

  expect(brief(reading)).toEqual([
    "bedrock/anthropic.claude-x-v1:0 standard global input 3/1000000",
    "bedrock/anthropic.claude-x-v1:0 standard global cache_write_5m 3.75/1000000",
    "bedrock/anthropic.claude-x-v1:0 standard global output 15/1000000",
    "bedrock/anthropic.claude-x-v1:0 standard geo:in cache_write_5m 4.125/1000000",
    "xai/grok-x standard global input 2/1000000",
    "xai/grok-x standard global web_searches 5/1000",
    "xai/grok-x standard global input 1/1000000",
    "xai/grok-x standard global input>128000 2/1000000",
  ]);
  expect(reading.candidates.at(-1)).toMatchObject({
    validFrom: "2026-07-01",
    source: { url: snapshot.url, read_at: snapshot.day },
    at: "data.json x-ai/grok-x prices[1] input_mtok",
  });
  expect(reading.candidates[4]).toMatchObject({ validTo: "2026-07-01" });
  expect(refusals(reading)).toEqual(["unsupported data.json x-ai/grok-night"]);
});

test("genai-prices: a regional model is priced for the region and the geographies that it matches", () => {
  const regional = (model: string, match?: unknown) => ({
    id: `regional.${model}`,
    match,
    prices: { input_mtok: 3 },
  });
  const reading = read("genai-prices", {
    "data.json": [
      {
        id: "aws",
        models: [
          regional("acme.one-v1:0", {
            or: [{ starts_with: "acme.one" }, { contains: "US.acme.one" }],
          }),
          regional("acme.two-v1:0", { and: [{ starts_with: "jp.acme" }, { ends_with: "-v1:0" }] }),
          regional("acme.three-v1:0", { equals: "acme.three-v1:0" }),
          regional("acme.four-v1:0", { regex: ".*" }),
          regional("acme.five-v1:0"),
        ],
      },
    ],
  });

  expect(brief(reading)).toEqual([
    "bedrock/acme.one-v1:0 standard in_region input 3/1000000",
    "bedrock/acme.one-v1:0 standard geo input 3/1000000",
    "bedrock/acme.two-v1:0 standard geo input 3/1000000",
    "bedrock/acme.three-v1:0 standard in_region input 3/1000000",
  ]);
  expect(refusals(reading)).toEqual([
    "unsupported data.json aws/regional.acme.four-v1:0",
    "unsupported data.json aws/regional.acme.five-v1:0",
  ]);
});

test("genai-prices: a price of some hours does not hide the day on which the next one begins", () => {
  const reading = read("genai-prices", {
    "data.json": [
      {
        id: "deepseek",
        models: [
          {
            id: "chat-x",
            prices: [
              { prices: { input_mtok: 2 } },
              { constraint: { start_time: "16:30:00Z" }, prices: { input_mtok: 1 } },
              { constraint: { start_date: "2026-07-01" }, prices: { input_mtok: 3 } },
            ],
          },
        ],
      },
    ],
  });

  expect(reading.candidates).toMatchObject([
    { price: "2", validTo: "2026-07-01" },
    { price: "3", validFrom: "2026-07-01" },
  ]);
  expect(refusals(reading)).toEqual(["unsupported data.json deepseek/chat-x prices[1]"]);
});

test("LiteLLM: tiers, steps, places and units; what has no component is listed", () => {
  const reading = read("litellm", {
    "prices.json": {
      sample_spec: { input_cost_per_token: 0 },
      "gpt-x": {
        litellm_provider: "openai",
        mode: "chat",
        max_tokens: 1000,
        input_cost_per_token: 2.5e-6,
        input_cost_per_token_batches: 1.25e-6,
        input_cost_per_token_above_272k_tokens: 5e-6,
        cache_read_input_token_cost: 2.5e-7,
        cache_read_input_token_cost_flex: 1.3e-7,
        output_cost_per_token: 1.5e-5,
        input_cost_per_token_above_1hr: 1,
      },
      "azure/eu/gpt-x": { litellm_provider: "azure", mode: "chat", input_cost_per_token: 2.75e-6 },
      "bedrock/eu-west-1/vendor.model-v1": {
        litellm_provider: "bedrock",
        mode: "chat",
        input_cost_per_token: 1e-6,
      },
      "bedrock/us-east-1/1-month-commitment/vendor.model-v1": {
        litellm_provider: "bedrock",
        input_cost_per_second: 0.01,
      },
      "rerank-x": {
        litellm_provider: "cohere",
        mode: "rerank",
        input_cost_per_query: 0.002,
        output_cost_per_token: 0,
      },
      "whisper-x": {
        litellm_provider: "openai",
        mode: "audio_transcription",
        input_cost_per_second: 0.0001,
      },
      nameless: { mode: "chat" },
    },
  });

  expect(brief(reading)).toEqual([
    "openai/gpt-x standard global input 2.5/1000000",
    "openai/gpt-x batch global input 1.25/1000000",
    "openai/gpt-x standard global input>272000 5/1000000",
    "openai/gpt-x standard global cache_read 0.25/1000000",
    "openai/gpt-x flex global cache_read 0.13/1000000",
    "openai/gpt-x standard global output 15/1000000",
    "azure/gpt-x standard geo:eu input 2.75/1000000",
    "bedrock/vendor.model-v1 standard in_region:eu-west-1 input 1/1000000",
    "cohere/rerank-x standard global requests 2/1000",
    "openai/whisper-x standard global seconds 0.1/1000",
  ]);
  expect(refusals(reading)).toEqual([
    "unsupported prices.json gpt-x input_cost_per_token_above_1hr",
    "unsupported prices.json bedrock/us-east-1/1-month-commitment/vendor.model-v1",
    "zero prices.json rerank-x output_cost_per_token",
    "unreadable prices.json nameless",
  ]);
});

const toml = `
release_date = "2026-01-05"
[cost]
input = 1_0.00
output = 50
cache_read = 1
[[cost.tiers]]
tier = { size = 200_000 }
input = 20
output = 75
[experimental.modes.fast]
cost = { input = 20, output = 100 }
provider = { body = { service_tier = "priority" } }
[experimental.modes.slow]
cost = { input = 5 }
`;

test("models.dev: the TOML tree, an archive of it, and api.json say the same", () => {
  const path = "modelsdev/providers/x-ai/models/house/grok-x.toml";
  const tree = read("models.dev", { [path]: toml, "providers/x-ai/provider.toml": "name = 'x'" });
  const archive = readCatalogue(
    "models.dev",
    [{ path: "tree.tar.gz", content: gzipSync(createTar([{ name: path, data: toml }])) }],
    { snapshot },
  );
  const api = read("models.dev", {
    "api.json": {
      "x-ai": {
        models: {
          "house/grok-x": {
            cost: {
              input: 10,
              output: 50,
              cache_read: 1,
              context_over_200k: { input: 20, output: 75 },
            },
          },
        },
      },
    },
  });
  const standard = [
    "xai/house/grok-x standard global input 10/1000000",
    "xai/house/grok-x standard global output 50/1000000",
    "xai/house/grok-x standard global cache_read 1/1000000",
    "xai/house/grok-x standard global input>200000 20/1000000",
    "xai/house/grok-x standard global output>200000 75/1000000",
  ];

  expect(brief(tree)).toEqual([
    ...standard,
    "xai/house/grok-x priority global input 20/1000000",
    "xai/house/grok-x priority global output 100/1000000",
  ]);
  expect(tree.candidates[0]?.releasedOn).toBe("2026-01-05");
  expect(brief(archive)).toEqual(brief(tree));
  expect(brief(api)).toEqual(standard);
  expect(refusals(tree)).toEqual([`unsupported ${path} modes.slow`]);
});

test("Portkey: cents per token, batches, regions, and models split by prompt length", () => {
  const price = (cents: number) => ({ price: cents });
  const reading = read("portkey", {
    "pricing/google.json": {
      default: { pricing_config: { pay_as_you_go: { request_token: price(1) } } },
      "gemini-x-lte-200k": {
        pricing_config: {
          pay_as_you_go: {
            request_token: price(0.000125),
            response_token: price(0.001),
            additional_units: { web_search: price(3.5), maps: price(2.5) },
          },
          batch_config: { request_token: price(0.0000625) },
          currency: "USD",
        },
      },
      "gemini-x-gt-200k": {
        pricing_config: { pay_as_you_go: { request_token: price(0.00025) } },
      },
    },
    "pricing/bedrock.json": {
      "amazon.nova-x-v1:0": {
        pricing_config: { pay_as_you_go: { request_token: price(0.00008) } },
        custom_pricing: {
          context_tier_map: { "0": "lte-10k", "10000": "gt-10k" },
          regions: {
            global: {
              execution_modes: {
                standard: { pricing_config: { pay_as_you_go: { request_token: price(0.00007) } } },
              },
            },
            "eu-west-2,eu-west-3": {
              execution_modes: {
                flex: {
                  pricing_config: { pay_as_you_go: { request_token: price(0.00005) } },
                  context_tiers: {
                    "gt-10k": {
                      pricing_config: { pay_as_you_go: { request_token: price(0.0001) } },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  });

  expect(brief(reading)).toEqual([
    "gemini/gemini-x standard global input 1.25/1000000",
    "gemini/gemini-x standard global output 10/1000000",
    "gemini/gemini-x standard global web_searches 35/1000",
    "gemini/gemini-x batch global input 0.625/1000000",
    "gemini/gemini-x standard global input>200000 2.5/1000000",
    "bedrock/amazon.nova-x-v1:0 standard in_region input 0.8/1000000",
    "bedrock/amazon.nova-x-v1:0 standard global input 0.7/1000000",
    "bedrock/amazon.nova-x-v1:0 flex in_region:eu-west-2 input 0.5/1000000",
    "bedrock/amazon.nova-x-v1:0 flex in_region:eu-west-2 input>10000 1/1000000",
    "bedrock/amazon.nova-x-v1:0 flex in_region:eu-west-3 input 0.5/1000000",
    "bedrock/amazon.nova-x-v1:0 flex in_region:eu-west-3 input>10000 1/1000000",
  ]);
  expect(refusals(reading)).toEqual([
    "unsupported pricing/google.json gemini-x-lte-200k pay_as_you_go.maps",
  ]);
});

test.each([
  ["genai-prices", { "data.json": "{" }, /^unreadable data\.json$/],
  ["genai-prices", { "data.json": { id: 1 } }, /^unreadable data\.json$/],
  ["litellm", { "prices.json": [] }, /^unreadable prices\.json$/],
  ["models.dev", { "providers/a/models/b.toml": "= 1" }, /^unreadable providers/],
  [
    "portkey",
    { "a.json": { m: { pricing_config: { currency: "EUR" } } } },
    /^unsupported a\.json m$/,
  ],
] as const)("%s: a file of another form is one refusal, never a crash", (kind, files, expected) => {
  const reading = read(kind, files);

  expect(reading.candidates).toEqual([]);
  expect(refusals(reading)).toHaveLength(1);
  expect(refusals(reading)[0]).toMatch(expected);
});

test("a torn archive is a refusal", () => {
  const torn = gzipSync("hello").subarray(0, 12);
  const { refused } = readCatalogue("portkey", [{ path: "t.tar.gz", content: torn }], { snapshot });

  expect(refused).toMatchObject([{ at: "t.tar.gz", code: "unreadable" }]);
});

test("a price that is no number, negative or finer than six places is refused, not rounded", () => {
  const row = { litellm_provider: "openai", mode: "chat" };
  const reading = read("litellm", {
    "p.json": {
      text: { ...row, input_cost_per_token: "0.000001" },
      negative: { ...row, input_cost_per_token: -1e-6 },
      fine: { ...row, input_cost_per_token: 1.23456789e-6 },
      noise: { ...row, input_cost_per_token: 2.9999999999999997e-6 },
    },
  });

  expect(brief(reading)).toEqual(["openai/noise standard global input 3/1000000"]);
  expect(reading.refused.map(({ code }) => code)).toEqual([
    "not-a-price",
    "not-a-price",
    "precision",
  ]);
});

const chat = (about: Readonly<Record<string, number>>, provider = "openai") => ({
  litellm_provider: provider,
  mode: "chat",
  ...about,
});

test.each([
  [
    "a price per token taken for a price per ten tokens",
    { "wandb/llama": chat({ input_cost_per_token: 0.071, output_cost_per_token: 0.071 }, "wandb") },
    ["unit-bounds", "unit-bounds"],
  ],
  [
    "all of a row whose output is in another unit",
    { m: chat({ input_cost_per_token: 3e-4, output_cost_per_token: 1.2e-3 }) },
    ["unit-bounds", "row-unit"],
  ],
  [
    "a 1-hour write of twenty times the 5-minute one",
    {
      "claude-x": chat({
        input_cost_per_token: 2.5e-7,
        cache_creation_input_token_cost: 3e-7,
        cache_creation_input_token_cost_above_1hr: 6e-6,
      }),
    },
    ["ratio"],
  ],
  [
    "cache read and write swapped",
    {
      "claude-x": chat({
        input_cost_per_token: 3e-6,
        cache_creation_input_token_cost: 3e-7,
        cache_read_input_token_cost: 3.75e-6,
      }),
    },
    ["ratio", "ratio"],
  ],
  [
    "a batch dearer than real time",
    { m: chat({ input_cost_per_token: 1e-6, input_cost_per_token_batches: 2e-6 }) },
    ["ratio"],
  ],
  [
    "a long prompt cheaper than a short one",
    { m: chat({ input_cost_per_token: 2e-6, input_cost_per_token_above_200k_tokens: 1e-6 }) },
    ["ratio"],
  ],
  [
    "one geography at three times the others",
    Object.fromEntries(
      ["global", "us", "eu", "au"].map((place) => [
        `${place}.anthropic.claude-x`,
        chat({ input_cost_per_token: place === "au" ? 1.65e-5 : 5.5e-6 }, "bedrock_converse"),
      ]),
    ),
    ["place-spread"],
  ],
  [
    "one host at a thousand times the others",
    Object.fromEntries(
      ["a", "b", "c", "d"].map((host) => [
        `${host}/minimax-x`,
        chat({ input_cost_per_token: host === "d" ? 3e-4 : 3e-7 }, host),
      ]),
    ),
    ["peers"],
  ],
  [
    "one host at eleven times what three others agree on, with all of its row",
    Object.fromEntries(
      ["a", "b", "c", "d"].map((host) => [
        `${host}/${host === "a" ? "kimi-k2p5" : "kimi-k2.5"}`,
        chat(
          {
            input_cost_per_token: host === "d" ? 6.6e-6 : 6e-7,
            cache_read_input_token_cost: host === "d" ? 1.1e-6 : 1e-7,
          },
          host,
        ),
      ]),
    ),
    ["peers", "peers"],
  ],
])("refused: %s", (_name, rows, codes) => {
  expect(read("litellm", { "p.json": rows }).refused.map(({ code }) => code)).toEqual(codes);
});

test("a host at ten times others that do not agree is kept, and so is one at five times those that do", () => {
  const pricesOf = (dollars: readonly number[]) =>
    Object.fromEntries(
      ["a", "b", "c", "d"].map((host, index) => [
        `${host}/kimi-x`,
        chat({ input_cost_per_token: Number(dollars[index]) / 1e6 }, host),
      ]),
    );

  expect(read("litellm", { "p.json": pricesOf([0.2, 0.5, 1, 5]) }).refused).toEqual([]);
  expect(read("litellm", { "p.json": pricesOf([0.5, 0.5, 0.5, 2.5]) }).refused).toEqual([]);
});

test("a jump of more than ten times the book's price is refused, with the record it was held against", () => {
  const book = acmeBook(acmeEntry({ per_million_tokens: { input: "1" } }));
  const prices = { one: chat({ input_cost_per_token: 1.1e-5 }, "acme") };
  const { refused } = readCatalogue(
    "litellm",
    [{ path: "p.json", content: JSON.stringify(prices) }],
    { snapshot, book },
  );

  expect(refused).toMatchObject([
    {
      code: "jump",
      reason: "$11/M for input is 11 × the book's $1 (acme/one/standard/global/input@2026-01-01)",
      candidate: { price: "11" },
    },
  ]);
});
