import { afterEach, expect, test } from "vitest";
import { json, openGateway, scriptedProvider } from "./open-gateway.fixture.ts";

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

const usageOf = (input: number, cacheRead: number) => ({
  input_tokens: input,
  cache_read_input_tokens: cacheRead,
  output_tokens: 100,
});

/** The row of a plain task for a reference, which Haiku answered in two iterations of its own. */
async function rowInsteadOf(reference: string, cacheRead: number) {
  const provider = await scriptedProvider(
    json(200, {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude-haiku-4-5-20251001",
      content: [{ type: "text", text: "negative" }],
      stop_reason: "end_turn",
      usage: {
        ...usageOf(2_000, 0),
        iterations: [
          { type: "message", ...usageOf(1_000, cacheRead) },
          { type: "message", ...usageOf(2_000, 0) },
        ],
      },
    }),
  );
  toClose.push(provider.close);
  const gateway = await openGateway({
    providers: {
      claude: { kind: "anthropic", base_url: provider.url, api_key: "sk-ant" },
      lab: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk-test", prices: "openai" },
    },
    models: { best: [reference] },
    policies: [
      {
        name: "near",
        match: {},
        route: {
          mode: "on",
          pool: ["claude/claude-haiku-4-5"],
          day_one: "tiers",
          shadow_share: 0,
        },
      },
    ],
  });
  toClose.push(gateway.close);
  await gateway.post("/v1/messages", {
    model: "best",
    max_tokens: 100,
    system: "Classify the sentiment of the review as positive or negative.",
    messages: [{ role: "user", content: "The soup was cold. ".repeat(100) }],
  });
  const [row] = await gateway.rowsWhen(1);
  return row;
}

test.each([
  // 3,000 × 5 + 200 × 25 µ$, of which 3,000 × 1 + 200 × 5 were paid
  ["claude/claude-opus-4-8", 0, "0.020000000000", "0.016000000000"],
  // 3,000 × 30 + 200 × 60 µ$
  ["lab/gpt-4", 0, "0.102000000000", "0.098000000000"],
  // gpt-4 has no rate for a cache: 500 tokens that Haiku read from its own for 0.1 µ$ are plain input there
  ["lab/gpt-4", 500, "0.117000000000", "0.112950000000"],
])(
  "what routing away from %s saves counts the answer's earlier iterations at the reference too, %i cached",
  async (reference, cacheRead, baseline, saved) => {
    const row = await rowInsteadOf(reference, cacheRead);

    expect(row?.route).toMatchObject({ reference, chosen: "claude/claude-haiku-4-5" });
    expect(row?.other_usage).toMatchObject([{ model: "claude-haiku-4-5-20251001" }]);
    expect(row?.baseline_cost).toBe(baseline);
    expect(row?.savings).toEqual([{ lever: "route", amount: saved }]);
  },
);
