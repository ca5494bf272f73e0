import { providerConfigSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { knownProviders } from "./known-providers.ts";
import { readChatUsage } from "./openai/chat-completions/usage.ts";

test("every known provider can be configured as it stands, and has one row", () => {
  const names = knownProviders.map(({ name }) => name);

  expect(names).toEqual([...new Set(names)].sort());
  for (const { baseUrl } of knownProviders) {
    const parsed = providerConfigSchema.safeParse({ kind: "openai-compatible", base_url: baseUrl });
    expect(parsed.success && baseUrl.endsWith("/v1")).toBe(true);
  }
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
