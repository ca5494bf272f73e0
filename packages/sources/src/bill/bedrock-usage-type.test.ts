import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BedrockUsageType, readBedrockUsageType } from "./bedrock-usage-type.ts";

type Case = readonly [string, Partial<BedrockUsageType>];

const use1 = { region: "us-east-1" };
const tokens = { ...use1, kind: "tokens" as const };

const runtime: readonly Case[] = [
  ["USE1-Claude3Sonnet-input-tokens", { ...tokens, model: "Claude3Sonnet", component: "input" }],
  [
    "USE1-Claude4.6Sonnet-cache-read-input-token-count",
    { ...tokens, model: "Claude4.6Sonnet", component: "cache_read" },
  ],
  [
    "EU-Nova2.0Lite-cache-write-input-token-count",
    { region: "eu-west-1", model: "Nova2.0Lite", component: "cache_write" },
  ],
  [
    "USE1-Nova2.0Lite-input-tokens-cross-region-global-batch",
    { ...tokens, model: "Nova2.0Lite", component: "input", scope: "global", tier: "batch" },
  ],
  [
    "USE1-NovaSonic-speech-input-tokens",
    { ...tokens, model: "NovaSonic", component: "input_audio" },
  ],
  ["USE1-NovaSonic-text-output-tokens", { ...tokens, model: "NovaSonic", component: "output" }],
  [
    "USE1-Llama4-Maverick-17B-input-tokens-batch",
    { ...tokens, model: "Llama4-Maverick-17B", component: "input", tier: "batch" },
  ],
  [
    "APS3-NovaPro-output-tokens-latency-optimized",
    { region: "ap-south-1", model: "NovaPro", component: "output", tier: "latency_optimized" },
  ],
  ["USE1-NovaPro-output-tokens-flex", { model: "NovaPro", component: "output", tier: "flex" }],
  ["USE1-NovaLite-input-tokens-custom-model", { model: "NovaLite", component: "input" }],
  ["gpt-oss-20b-input-tokens-priority", { model: "gpt-oss-20b", tier: "priority" }],
];

const mantle: readonly Case[] = [
  [
    "USE1-openai.gpt-oss-120b-mantle-input-tokens-standard",
    { ...tokens, model: "openai.gpt-oss-120b", component: "input", tier: "standard" },
  ],
  [
    "USE1-xai.grok-4.6-mantle-output-tokens-global-standard",
    { ...tokens, model: "xai.grok-4.6", component: "output", scope: "global", tier: "standard" },
  ],
];

const marketplace: readonly Case[] = [
  ["USE1-MP:USE1_InputTokenCount-Units", { ...tokens, component: "input" }],
  ["USE1-MP:USE1_OutputTokenCount_Global-Units", { component: "output", scope: "global" }],
  ["USE1-MP:USE1_CacheReadInputTokenCount-Units", { component: "cache_read" }],
  ["USE1-MP:USE1_CacheWriteInputTokenCount-Units", { component: "cache_write_5m" }],
  [
    "USE1-MP:USE1_CacheWrite1hInputTokenCount_Global_Batch-Units",
    { component: "cache_write_1h", scope: "global", tier: "batch" },
  ],
  ["USE1-MP:USE1_input_tokens_standard-Units", { component: "input", tier: "standard" }],
  [
    "USE1-MP:USE1_output_tokens_global_batch-Units",
    { component: "output", scope: "global", tier: "batch" },
  ],
  ["USE1-MP:USE1_cache_read_tokens_global_standard-Units", { component: "cache_read" }],
  ["APN1-MP:APN1_cache_write_tokens_1h_standard-Units", { component: "cache_write_1h" }],
  ["USE1-MP:USE1_cache_write_tokens_standard-Units", { component: "cache_write_5m" }],
  ["USE1-MP:USE1_input_tokens_global_standard_lctx-Units", { longContext: true }],
  ["USE1-MP:USE1_MillionBatchInputTokens-Units", { component: "input", tier: "batch" }],
];

const beside: readonly Case[] = [
  [
    "USE1-MP:USE1_ProvisionedThroughput_1MonthCommit_ModelUnits_Usage-Units",
    { kind: "provisioned", tier: "provisioned" },
  ],
  [
    "USE1-MP:USE1_Reserved_3Month_InputTPM_Geo-Units",
    { kind: "reserved", tier: "reserved", scope: "geo" },
  ],
  ["USE1-MP:USE1_Reserved_1Month_OutputTPM_Global-Units", { kind: "reserved", scope: "global" }],
  ["USE1-MP:USE1_search_units-Units", { kind: "rerank" }],
  ["USE1-MP:USE1_created_image-Units", { kind: "image", component: "images" }],
  ["USE1-MP:USE1_InputImageCount-Units", { kind: "image" }],
  ["USE1-Guardrail-ContentPolicyUnitsConsumed", { kind: "guardrail" }],
  ["USE1-NovaPro-Customization-Training", { kind: "customisation" }],
  ["USE1-NovaPro-Customization-Storage", { kind: "model_storage" }],
];

describe("Bedrock's usage types", () => {
  test.each([...runtime, ...mantle])("%s of the runtime", (usageType, expected) => {
    expect(readBedrockUsageType(usageType)).toMatchObject({ ...expected, marketplace: false });
  });

  test.each(marketplace)("%s of the marketplace names no model", (usageType, expected) => {
    const read = readBedrockUsageType(usageType);
    expect(read).toMatchObject({ ...expected, kind: "tokens", marketplace: true });
    expect(read.model).toBeUndefined();
  });

  test.each(beside)("%s is no count of tokens", (usageType, expected) => {
    const read = readBedrockUsageType(usageType);
    expect(read).toMatchObject(expected);
    if (expected.component === undefined) expect(read.component).toBeUndefined();
  });

  test("a usage type without a region says none: it may be us-east-1 or global", () => {
    expect(readBedrockUsageType("gpt-oss-20b-input-tokens").region).toBeUndefined();
  });

  test("no text makes the reader throw", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200 }),
        (text) => readBedrockUsageType(text).kind !== undefined,
      ),
    );
  });
});
