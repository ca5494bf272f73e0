import { expect, test } from "vitest";
import { namesBook } from "./names-book.fixture.ts";
import type { ModelQuery, ModelResolution, ResolvedModel } from "./resolution.ts";
import { resolveModel } from "./resolve-model.ts";

const atMs = Date.parse("2026-11-25T12:00:00Z");
const resolve = (query: Omit<ModelQuery, "atMs">): ModelResolution =>
  resolveModel(namesBook, { ...query, atMs });
const resolved = (query: Omit<ModelQuery, "atMs">): ResolvedModel => {
  const resolution = resolve(query);
  if (resolution.kind === "resolved") return resolution;
  throw new Error(`${query.name}: ${resolution.reason}`);
};
const whyNot = (
  query: Omit<ModelQuery, "atMs">,
): Extract<ModelResolution, { kind: "unresolved" }> => {
  const resolution = resolve(query);
  if (resolution.kind === "unresolved") return resolution;
  throw new Error(`${query.name} was resolved as ${resolution.model}`);
};

const sonnet = "anthropic.claude-sonnet-4-5-20250929-v1:0";
const account = "arn:aws:bedrock:eu-west-1:123456789012";

test.each([
  // Ids: https://platform.claude.com/docs/en/build-with-claude/claude-on-amazon-bedrock, read 2026-11-28.
  [sonnet, sonnet],
  ["anthropic.claude-sonnet-4-6", "anthropic.claude-sonnet-4-6"],
  ["anthropic.claude-sonnet-4-6-v1:0", "anthropic.claude-sonnet-4-6"],
  ["anthropic.claude-3-sonnet-20240229-v1:0:200k", "anthropic.claude-3-sonnet-20240229-v1:0"],
  ["anthropic.claude-3-sonnet-20240229-v1:0:28k", "anthropic.claude-3-sonnet-20240229-v1:0"],
  ["amazon.nova-lite-v1:0:300k", "amazon.nova-lite-v1:0"],
  ["amazon.nova-lite-v1", "amazon.nova-lite-v1:0"],
  ["openai.gpt-oss-120b-1:0", "openai.gpt-oss-120b-1:0"],
  ["meta.llama3-1-8b-instruct-v1:0", "meta.llama3-1-8b-instruct-v1:0"],
  // What an answer of InvokeModel calls the model: Anthropic's own name.
  ["claude-sonnet-4-5-20250929", sonnet],
  ["claude-3-5-sonnet-20241022", "anthropic.claude-3-5-sonnet-20241022-v2:0"],
])("the Bedrock id %s is %s, for sure", (name, model) => {
  const found = resolved({ name, provider: "aws.bedrock", region: "eu-west-1" });

  expect(found).toMatchObject({
    provider: "bedrock",
    model,
    scope: "in_region",
    place: "eu-west-1",
  });
  expect(found.doubt).toBeUndefined();
  expect(found.placeDoubt).toBeUndefined();
});

test.each([
  ["bedrock", "claude-3-sonnet-20240229", "anthropic.claude-3-sonnet-20240229-v1:0"],
  ["vertex", "claude-opus-4-5-20251101", "claude-opus-4-5@20251101"],
])(
  "what a catalogue lists beside %s's own %s is the provider's own model",
  (provider, name, model) => {
    const found = resolved({ name, provider });

    expect(found).toMatchObject({ provider, model });
    expect(found.how).toContain(`"${name}" is ${provider}'s model "${model}", written otherwise`);
    expect(found.doubt).toBeUndefined();
  },
);

test("a model without a version is not taken for one of several versions of it", () => {
  expect(resolved({ name: "claude", provider: "bedrock" }).model).toBe("claude");
  expect(resolved({ name: "claude-2.1", provider: "bedrock" }).model).toBe("anthropic.claude-v2:1");
});

test.each([
  ["us", "geo", "us"],
  ["us-gov", "geo", "us-gov"],
  ["eu", "geo", "eu"],
  ["apac", "geo", "apac"],
  ["jp", "geo", "jp"],
  ["au", "geo", "au"],
  ["ca", "geo", "ca"],
  ["in", "geo", "in"],
  ["sa", "geo", "sa"],
  ["global", "global", undefined],
])("the inference profile %s. is served in %s %s", (prefix, scope, place) => {
  const found = resolved({ name: `${prefix}.${sonnet}`, provider: "bedrock", region: "us-east-1" });

  expect(found).toMatchObject({ model: sonnet, scope, scopeFrom: "name" });
  expect(found.place).toBe(place);
  expect(found.doubt).toBeUndefined();
});

test("a geography that is not known is not taken for one", () => {
  expect(whyNot({ name: `moon.${sonnet}`, provider: "bedrock" }).reason).toContain('"moon"');
});

test.each([
  [`arn:aws:bedrock:us-east-1::foundation-model/${sonnet}`, "in_region", "us-east-1"],
  [
    `arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/${sonnet}`,
    "in_region",
    "us-gov-west-1",
  ],
  [`${account}:inference-profile/eu.${sonnet}`, "geo", "eu"],
  [`${account}:inference-profile/global.${sonnet}`, "global", undefined],
])("the ARN %s says where it is served", (name, scope, place) => {
  // Its own region, not the one the client is configured with.
  const found = resolved({ name, region: "ap-south-1" });

  expect(found).toMatchObject({ provider: "bedrock", model: sonnet, scope });
  expect(found.place).toBe(place);
  expect(found.doubt).toBeUndefined();
});

test.each([
  [`${account}:application-inference-profile/a1b2c3d4e5f6`, /price_names/],
  [`${account}:provisioned-model/a1b2c3d4e5f6`, /by the hour/],
  [`${account}:custom-model/amazon.titan-text-express-v1:0:8k/a1b2c3d4e5f6`, /price_names/],
  [`${account}:custom-model-deployment/a1b2c3d4e5f6`, /price_names/],
  [`${account}:imported-model/a1b2c3d4e5f6`, /model copies/],
  [`bedrock/llama/${account}:imported-model/a1b2c3d4e5f6`, /model copies/],
  [`bedrock/openai/${account}:imported-model/a1b2c3d4e5f6`, /model copies/],
  [`${account}:default-prompt-router/anthropic.claude:1`, /call by call/],
  [`${account}:prompt-router/a1b2c3d4e5f6`, /call by call/],
  [`${account}:guardrail/a1b2c3d4e5f6`, /"guardrail"/],
])("%s has no model that can be told", (name, reason) => {
  expect(whyNot({ name, provider: "bedrock" }).reason).toMatch(reason);
});

test.each([
  "abc123",
  "application-inference-profile/abc123",
  `${account}:application-inference-profile/abc123`,
])("an application inference profile is what the operator says under the name %s", (key) => {
  const found = resolved({
    name: `${account}:application-inference-profile/abc123`,
    provider: "bedrock",
    ownNames: { [key]: { model: `arn:aws:bedrock:us-east-1::inference-profile/us.${sonnet}` } },
  });

  expect(found).toMatchObject({ model: sonnet, scope: "geo", place: "us" });
  expect(found.doubt).toBeUndefined();
  expect(found.how[0]).toContain("price_names says");
});

test("an Azure deployment is what the operator says, and its type says where it is served", () => {
  const ownNames = { "team-chat": { model: "gpt-4o", scope: "geo", place: "eu" } } as const;

  expect(resolved({ name: "team-chat", provider: "azure", ownNames })).toMatchObject({
    model: "gpt-4o",
    scope: "geo",
    place: "eu",
  });
  expect(whyNot({ name: "team-chat", provider: "azure" }).reason).toContain("team-chat");
});

test("an Azure deployment of a type that is not known is taken for Global Standard, with a doubt", () => {
  const found = resolved({ name: "gpt-4o-2024-08-06", provider: "azure.ai.openai" });

  expect(found).toMatchObject({ provider: "azure", model: "gpt-4o", scope: "global" });
  expect(found.placeDoubt).toContain("Global Standard");
  expect(
    resolved({ name: "gpt-4o", provider: "azure", region: "global" }).placeDoubt,
  ).toBeUndefined();
  expect(resolved({ name: "gpt-4o", provider: "azure", region: "swedencentral" })).toMatchObject({
    scope: "in_region",
    place: "swedencentral",
  });
});

test("Azure writes gpt-35 for gpt-3.5", () => {
  expect(resolved({ name: "gpt-35-turbo", provider: "azure" }).model).toBe("gpt-3.5-turbo");
});

test.each([
  [
    "projects/p/locations/us-central1/publishers/google/models/gemini-2.0-flash-001",
    "gemini-2.0-flash",
    "in_region",
    "us-central1",
  ],
  [
    "projects/p/locations/global/publishers/anthropic/models/claude-sonnet-4-5@20250929",
    "claude-sonnet-4-5",
    "global",
    undefined,
  ],
  [
    "projects/p/locations/eu/publishers/google/models/gemini-2.0-flash",
    "gemini-2.0-flash",
    "geo",
    "eu",
  ],
])("the Vertex path %s is %s in %s %s", (name, model, scope, place) => {
  const found = resolved({ name });

  expect(found).toMatchObject({ provider: "vertex", model, scope });
  expect(found.place).toBe(place);
  expect(found.doubt).toBeUndefined();
});

test.each([
  ["publishers/google/models/gemini-2.0-flash", "vertex", "gemini-2.0-flash"],
  ["claude-3-5-sonnet-v2@20241022", "vertex", "claude-3-5-sonnet-v2"],
  ["gemini-2.0-flash-001", "gemini", "gemini-2.0-flash"],
  ["models/gemini-2.5-pro", "gcp.gemini", "gemini-2.5-pro"],
])("Google's name %s at %s is %s", (name, provider, model) => {
  expect(resolved({ name, provider }).model).toBe(model);
});

test("a stable version of Gemini that is not listed and a Vertex alias without a version raise a doubt", () => {
  for (const name of ["gemini-2.0-flash-001", "gemini-1.5-pro-002"]) {
    expect(resolved({ name, provider: "gemini" }).doubt).toContain(name);
  }
  expect(resolved({ name: "claude-sonnet-4-5@latest", provider: "vertex" }).doubt).toContain(
    "@latest",
  );
});

test.each([
  ["tunedModels/mine-123", "gemini"],
  ["projects/p/locations/us-central1/endpoints/123456", undefined],
])("%s does not tell its model", (name, provider) => {
  expect(whyNot({ name, provider }).reason).toMatch(/does not tell/);
});

test.each([":nitro", ":floor", ":exacto", ":online"])(
  "OpenRouter's %s leaves the model and raises a doubt",
  (variant) => {
    const found = resolved({
      name: `anthropic/claude-sonnet-4.5${variant}`,
      provider: "openrouter",
    });

    expect(found.model).toBe("anthropic/claude-sonnet-4.5");
    expect(found.doubt).toContain(variant);
  },
);

test("OpenRouter's catalogue variants are models of their own, never the model at its price", () => {
  const free = "meta-llama/llama-3.1-8b-instruct:free";

  expect(resolved({ name: free, provider: "openrouter" }).model).toBe(free);
  for (const variant of ["free", "batch", "thinking", "extended", "beta"]) {
    const name = `anthropic/claude-sonnet-4.5:${variant}`;
    expect(whyNot({ name, provider: "openrouter" }).reason).toContain("a model of its own");
  }
});

test.each([
  ["openrouter/anthropic/claude-sonnet-4.5", "openrouter", "anthropic/claude-sonnet-4.5"],
  ["openai/gpt-4o", "openai", "gpt-4o"],
  ["anthropic/claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5"],
  [`bedrock/${sonnet}`, "bedrock", sonnet],
  [`bedrock/converse/us.${sonnet}`, "bedrock", sonnet],
  [`bedrock/invoke/${sonnet}`, "bedrock", sonnet],
  [`bedrock/us-west-2/${sonnet}`, "bedrock", sonnet],
  ["vertex_ai/claude-sonnet-4-5@20250929", "vertex", "claude-sonnet-4-5"],
  ["gemini/gemini-2.5-pro", "gemini", "gemini-2.5-pro"],
  ["groq/openai/gpt-oss-120b", "groq", "openai/gpt-oss-120b"],
  ["together_ai/Qwen/Qwen2.5-72B-Instruct", "together", "Qwen/Qwen2.5-72B-Instruct"],
  [
    "fireworks_ai/accounts/fireworks/models/llama-v3p1-8b-instruct",
    "fireworks",
    "accounts/fireworks/models/llama-v3p1-8b-instruct",
  ],
  ["azure/eu/gpt-4o", "azure", "gpt-4o"],
])("LiteLLM's %s is a model of %s", (name, provider, model) => {
  const found = resolved({ name });

  expect(found).toMatchObject({ provider, model });
  expect(found.doubt).toContain("the provider is taken from the prefix");
});

test("a prefix of the provider that is known anyway costs no certainty, and another's prefix is not one", () => {
  expect(resolved({ name: "openai/gpt-4o", provider: "openai" }).doubt).toBeUndefined();
  expect(resolved({ name: "openai/gpt-oss-120b", provider: "groq" })).toMatchObject({
    provider: "groq",
    model: "openai/gpt-oss-120b",
    how: [],
  });
  expect(whyNot({ name: "anthropic/claude-sonnet-4-5", provider: "openai" }).kind).toBe(
    "unresolved",
  );
});

test("LiteLLM's region and deployment type say where a call is served", () => {
  expect(resolved({ name: `bedrock/us-west-2/${sonnet}` })).toMatchObject({
    scope: "in_region",
    place: "us-west-2",
  });
  expect(resolved({ name: "azure/eu/gpt-4o" })).toMatchObject({ scope: "geo", place: "eu" });
  expect(resolved({ name: "azure/global/gpt-4o" })).toMatchObject({ scope: "global" });
  expect(whyNot({ name: `bedrock/us-west-2/6-month-commitment/${sonnet}` }).reason).toContain(
    "hour",
  );
});

test.each([
  [
    "meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo",
    "together",
    "meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo",
  ],
  [
    "meta-llama/Llama-3.1-8B-Instruct-Turbo",
    "together",
    "meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo",
  ],
  ["llama-v3p1-8b-instruct", "fireworks", "accounts/fireworks/models/llama-v3p1-8b-instruct"],
  [
    "meta-llama/Llama-3.1-8B-Instruct",
    "fireworks",
    "accounts/fireworks/models/llama-v3p1-8b-instruct",
  ],
  ["meta-llama/Meta-Llama-3.1-8B-Instruct", "deepinfra", "meta-llama/Llama-3.1-8B-Instruct"],
  ["qwen/qwen3-235b-a22b-fp8", "deepinfra", "Qwen/Qwen3-235B-A22B-FP8"],
])("the open-weights name %s at %s is %s", (name, provider, model) => {
  expect(resolved({ name, provider }).model).toBe(model);
});

test.each([
  // Turbo, FP8 and instant are served and priced apart from the weights they come from.
  ["meta-llama/Llama-3.1-8B-Instruct", "together", "meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo"],
  ["meta-llama/Llama-3.1-8B-Instruct-FP8", "deepinfra", "meta-llama/Llama-3.1-8B-Instruct"],
  ["llama-3.1-8b-instruct", "groq", "llama-3.1-8b-instant"],
])("%s at %s is not taken for a variant, but %s is named as near", (name, provider, near) => {
  expect(whyNot({ name, provider }).candidates).toContain(near);
});

test("a listed snapshot is itself, and an unlisted one its model with a doubt", () => {
  expect(resolved({ name: "gpt-4o-2024-05-13", provider: "openai" })).toMatchObject({
    model: "gpt-4o-2024-05-13",
    how: [],
  });
  const unlisted = resolved({ name: "gpt-5-mini-2025-08-07", provider: "openai" });
  expect(unlisted.model).toBe("gpt-5-mini");
  expect(unlisted.doubt).toContain("snapshot");
});

test("a -latest alias is its own entry, or its model with a doubt", () => {
  expect(resolved({ name: "mistral-small-latest", provider: "mistral" }).doubt).toBeUndefined();
  expect(resolved({ name: "gpt-4o-latest", provider: "openai" }).doubt).toContain("-latest");
});

test.each([
  ["ft:gpt-4o-mini-2024-07-18:acme::abc123", "openai"],
  ["ft:gpt-4o-mini:acme:tickets:abc123", "openai"],
])("the fine-tune %s has the price of fine-tunes", (name, provider) => {
  const found = resolved({ name, provider });

  expect(found.model).toBe("ft:gpt-4o-mini");
  expect(found.doubt).toBeUndefined();
});

test.each([
  ["ft:gpt-4o-2024-08-06:acme::abc123", "openai"],
  ["gpt-4o-mini.ft-0a1b2c3d-tickets", "azure"],
])("the fine-tune %s is never priced as its base", (name, provider) => {
  expect(whyNot({ name, provider }).reason).toContain("a fine-tune has a price of its own");
});

test.each([
  ["Claude4.6Sonnet", "anthropic.claude-sonnet-4-6"],
  ["Claude4.5Sonnet", sonnet],
  // Listed twice, with and without its vendor: Bedrock's own form is meant.
  ["Claude3.7Sonnet", "anthropic.claude-3-7-sonnet-20250219-v1:0"],
  ["Claude3.5SonnetV2", "anthropic.claude-3-5-sonnet-20241022-v2:0"],
  ["Claude3Sonnet", "anthropic.claude-3-sonnet-20240229-v1:0"],
  ["Nova2.0Lite", "amazon.nova-2-lite-v1:0"],
  ["NovaLite", "amazon.nova-lite-v1:0"],
  ["Llama4-Maverick-17B", "meta.llama4-maverick-17b-instruct-v1:0"],
  ["openai.gpt-oss-120b", "openai.gpt-oss-120b-1:0"],
])("the bill's spelling %s is %s", (name, model) => {
  expect(resolved({ name, provider: "bedrock", region: "us-east-1" }).model).toBe(model);
});

test("a bill's spelling that two versions share is not decided", () => {
  expect(whyNot({ name: "Claude3.5Sonnet", provider: "bedrock" }).candidates).toEqual([
    "anthropic.claude-3-5-sonnet-20240620-v1:0",
    "anthropic.claude-3-5-sonnet-20241022-v2:0",
  ]);
});

test("a display name differs in writing only, which raises a doubt", () => {
  const found = resolved({ name: "Claude Sonnet 4.5", provider: "anthropic" });

  expect(found.model).toBe("claude-sonnet-4-5");
  expect(found.doubt).toContain("written almost the same");
});

test("without a provider a name belongs to its house, with a doubt; a misspelt one is told what is near", () => {
  expect(resolved({ name: "gpt-4o" })).toMatchObject({ provider: "openai", model: "gpt-4o" });
  expect(resolved({ name: "gpt-4o" }).doubt).toContain("the provider is not named");
  expect(resolved({ name: sonnet }).provider).toBe("bedrock");
  expect(whyNot({ name: "lama-3.1-8b-instant" }).candidates).toContain("groq/llama-3.1-8b-instant");
});

test("what no price book can know is unresolved with a reason", () => {
  expect(whyNot({ name: " " }).reason).toBe("the name is empty");
  expect(whyNot({ name: "us.".repeat(1_000_000) }).reason).toContain("longer than any");
  expect(whyNot({ name: "one", provider: "unheard-of" }).reason).toContain(
    "no models of unheard-of",
  );
  expect(whyNot({ name: "gpt-9", provider: "openai" }).reason).toContain('no model "gpt-9"');
});
