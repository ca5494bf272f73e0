import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { opened } from "./gateway-case.fixture.ts";
import {
  type Answer,
  events,
  json,
  openGateway,
  scriptedProvider,
} from "./open-gateway.fixture.ts";

const fixture = (name: string): string =>
  readFileSync(new URL(`../../../packages/providers/fixtures/${name}`, import.meta.url), "utf8");

/** The row of one call to a provider that answers so. */
async function rowOf(answer: Answer, request: Readonly<{ model: string; stream: boolean }>) {
  const provider = await scriptedProvider(answer);
  opened.push(provider);
  const gateway = await openGateway({
    providers: { anthropic: { kind: "anthropic", base_url: provider.url, api_key: "sk-ant" } },
  });
  opened.push(gateway);
  await gateway.post("/v1/messages", {
    ...request,
    max_tokens: 100,
    messages: [{ role: "user", content: "Hello" }],
  });
  const [row] = await gateway.rowsWhen(1);
  return row;
}

test.each([
  ["anthropic-messages-advisor.json", false],
  ["anthropic-messages-advisor-stream.sse", true],
])(
  "%s: an advisor is charged at its own prices, beside the model that asked it",
  async (name, stream) => {
    const body = fixture(name);
    const answer = stream ? events(body) : json(200, JSON.parse(body));
    const row = await rowOf(answer, { model: "claude-sonnet-4-6", stream });

    expect(row?.other_usage).toMatchObject([
      { model: "claude-sonnet-4-6", usage: { input: 1100, output: 90 } },
      { model: "claude-opus-4-8", usage: { input: 2600, cache_read: 400, output: 700 } },
    ]);
    // 2,400 × 3 + 130 × 15 µ$, and 2,600 × 5 + 400 × 0.5 + 700 × 25 µ$ of the advisor's
    expect(row?.charge).toMatchObject({ confidence: "exact", list_cost: "0.039850000000" });
    expect(row?.charge.lines.map(({ model, component }) => [model, component])).toEqual([
      [undefined, "input"],
      [undefined, "output"],
      ["claude-sonnet-4-6", "input"],
      ["claude-sonnet-4-6", "output"],
      ["claude-opus-4-8", "input"],
      ["claude-opus-4-8", "cache_read"],
      ["claude-opus-4-8", "output"],
    ]);
    expect(row?.usage_violations).toBeUndefined();
  },
);

test("a stream that a fallback finishes is the fallback's answer, and what came before is charged", async () => {
  const row = await rowOf(events(fixture("anthropic-messages-fallback-stream.sse")), {
    model: "claude-fable-5",
    stream: true,
  });

  expect(row?.response_model).toBe("claude-opus-4-8");
  expect(row?.other_usage).toMatchObject([{ model: "claude-fable-5" }]);
  // 8 × 5 + 79,000 × 0.5 + 2,000 × 25 µ$, and 8 × 10 + 70,000 × 1 + 9,000 × 12.5 + 300 × 50 µ$ before
  expect(row?.charge).toMatchObject({ confidence: "exact", list_cost: "0.287120000000" });
});

test.each([
  ["anthropic-messages-advisor.json", false],
  ["anthropic-messages-advisor-stream.sse", true],
])(
  "%s: an answer from the United States alone is charged by the prices there",
  async (name, stream) => {
    const body = fixture(name)
      .replace(/,\s*"inference_geo": *"[a-z_]+"/g, "")
      .replace(/(?<="usage": *\{)/g, '"inference_geo":"us",');
    const answer = stream ? events(body) : json(200, JSON.parse(body));

    const row = await rowOf(answer, { model: "claude-sonnet-4-6", stream });

    expect(row?.region).toBe("us");
    // A tenth more than elsewhere, the advisor too.
    expect(row?.charge).toMatchObject({ confidence: "exact", list_cost: "0.043835000000" });
    expect(row?.usage_violations).toBeUndefined();
  },
);

test("an answer of one model alone has no other usage in its row", async () => {
  const answer = json(200, JSON.parse(fixture("anthropic-messages-cache.json")));
  const row = await rowOf(answer, { model: "claude-sonnet-4-6", stream: false });

  expect(row).toBeDefined();
  expect(row).not.toHaveProperty("other_usage");
});
