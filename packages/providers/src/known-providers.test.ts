import { configFromEnvironment, providerConfigSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { knownProviders } from "./known-providers.ts";
import { readChatUsage } from "./openai/chat-completions/usage.ts";
import { fixture } from "./streams.fixture.ts";
import { wireFor } from "./wire-for.ts";

test("every known provider can be configured as it stands, and has one row", () => {
  const names = knownProviders.map(({ name }) => name);

  expect(names).toEqual([...new Set(names)].sort());
  for (const { baseUrl } of knownProviders) {
    const parsed = providerConfigSchema.safeParse({ kind: "openai-compatible", base_url: baseUrl });
    expect(parsed.success && !baseUrl.endsWith("/")).toBe(true);
  }
});

test.each(knownProviders.filter(({ environmentKey }) => environmentKey !== undefined))(
  "the environment's $environmentKey makes $name a provider at its known address",
  ({ name, baseUrl, environmentKey = "" }) => {
    expect(configFromEnvironment({ [environmentKey]: "a-key" })?.providers).toEqual({
      [name]: expect.objectContaining({
        kind: "openai-compatible",
        base_url: baseUrl,
        api_key: "a-key",
      }),
    });
  },
);

type Documented = Readonly<{
  answer: Readonly<{ model: string; usage: unknown }>;
  expected: Readonly<Record<string, number>>;
}>;

test.each(knownProviders)("a documented answer of $name is metered whole", ({ name }) => {
  const { answer, expected } = JSON.parse(
    fixture(`compatible/${name}.json`).toString("utf8"),
  ) as Documented;
  const meter = wireFor("POST", "/v1/chat/completions", {}).createMeter({
    stream: false,
    hideUsageChunk: false,
    maxRetainedBytes: 1_000_000,
  });
  meter.push(Buffer.from(JSON.stringify(answer)));
  meter.finish();

  expect(meter.reading()).toMatchObject({
    state: "complete",
    usageOrigin: "provider",
    responseModel: answer.model,
    rawUsage: answer.usage,
    violations: [],
  });
  expect(meter.reading().usage).toEqual(expected);
});

test.each(knownProviders)(
  "the usage dialect of $name is read",
  ({ cachedTokensField, reasoning }) => {
    const [place = "", field] = cachedTokensField.split(".");
    const cached = field === undefined ? { [place]: 30 } : { [place]: { [field]: 30 } };
    const outside = reasoning === "outside-completion";

    const read = readChatUsage({
      prompt_tokens: 100,
      completion_tokens: outside ? 5 : 25,
      total_tokens: 125,
      completion_tokens_details: { reasoning_tokens: 20 },
      ...cached,
    });

    expect(read).toEqual({
      usage: { input: 70, cache_read: 30, output: 5, reasoning: 20 },
      violations: [],
    });
  },
);
