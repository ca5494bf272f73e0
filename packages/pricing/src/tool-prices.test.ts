import { countedUnits } from "@headgate/contract";
import { formatDollars } from "@headgate/money";
import { expect, test } from "vitest";
import { loadPriceBook } from "./load-price-book.ts";
import { rateUsage } from "./rate-usage.ts";

/** A charge of a thousand units of a tool, and nothing else. */
const charged = (provider: string, model: string, unit: string, region?: string) =>
  rateUsage(loadPriceBook(), {
    region,
    provider,
    models: [model],
    usage: { [unit]: 1000 },
    usageOrigin: "provider",
    operation: "chat",
    atMs: Date.parse("2026-11-28T12:00:00Z"),
  });

test.each([
  // https://developers.openai.com/api/docs/pricing, "Tools", read 2026-11-28
  ["openai", "gpt-5.4", "web_searches", "10"],
  ["openai", "gpt-5.4", "web_search_previews", "10"],
  ["openai", "gpt-4.1", "web_search_previews", "25"],
  ["openai", "gpt-4.1", "file_searches", "2.5"],
  ["openai", "gpt-4o-search-preview", "web_search_previews", "25"],
  ["openai", "gpt-5-search-api", "web_searches", "10"],
  // https://ai.google.dev/gemini-api/docs/pricing
  ["gemini", "gemini-2.5-pro", "web_searches", "35"],
  ["gemini", "gemini-2.5-pro", "maps_requests", "25"],
  ["gemini", "gemini-3-flash-preview", "web_searches", "14"],
  ["gemini", "gemini-3-flash-preview", "maps_requests", "14"],
  // https://docs.x.ai/developers/models, "Tool Invocation Costs"
  ["xai", "grok-4-1-fast-reasoning", "x_searches", "5"],
  ["xai", "grok-4-1-fast-reasoning", "file_searches", "2.5"],
  ["xai", "grok-4-1-fast-reasoning", "code_sessions", "5"],
])("a thousand of %s's %s %s cost $%s, by its own page", (provider, model, unit, dollars) => {
  const charge = charged(provider, model, unit);

  expect(charge.confidence).toBe("exact");
  expect(Number(charge.listCost === undefined ? "NaN" : formatDollars(charge.listCost))).toBe(
    Number(dollars),
  );
});

test("what a container of OpenAI's costs is an estimate: its size and its session are not in the answer", () => {
  const charge = charged("openai", "gpt-4.1", "code_sessions");

  expect(charge.confidence).toBe("estimated");
  expect(charge.reason).toContain("the price is estimated");
});

test("Anthropic's code execution is free for most hours of a month, so its charge is estimated", () => {
  expect(charged("anthropic", "claude-sonnet-4-6", "code_sessions")).toMatchObject({
    confidence: "estimated",
    listCost: 0n,
  });
});

test("a tool without a known price makes the charge unknown, not less", () => {
  const charge = charged("azure", "gpt-4.1", "file_searches");

  expect(charge.confidence).toBe("unknown");
  expect(charge.listCost).toBeUndefined();
});

test.each([
  ["openai", "gpt-5.4", "eu", "web_searches", "derived"],
  ["openai", "gpt-5.4", "eu", "file_searches", "derived"],
  ["openai", "gpt-5.4", "eu", "code_sessions", "estimated"],
  ["anthropic", "claude-sonnet-4-6", "us", "code_sessions", "estimated"],
])(
  "in a geography %s's %s (%s) has the fee of %s that it has anywhere",
  (provider, model, region, unit, confidence) => {
    const there = charged(provider, model, unit, region);

    expect(there.confidence).toBe(confidence);
    expect(there.listCost).toBe(charged(provider, model, unit).listCost);
  },
);

test("no model of OpenAI or Anthropic loses a tool's price to a geography", () => {
  const book = loadPriceBook();
  const atMs = Date.parse("2026-11-30T12:00:00Z");
  const lost: string[] = [];
  for (const { provider, model } of book.models) {
    if (provider !== "openai" && provider !== "anthropic") continue;
    const tables = book.find({ provider, model, atMs })?.tables ?? {};
    for (const [place, table] of Object.entries(tables)) {
      if (!place.includes("/geo")) continue;
      const [tier] = place.split("/");
      const anywhere = tables[`${tier}/global` as keyof typeof tables]?.rates ?? {};
      for (const unit of countedUnits) {
        if (anywhere[unit] !== undefined && table?.rates[unit] === undefined) {
          lost.push(`${model} ${place} ${unit}`);
        }
      }
    }
  }

  expect(lost).toEqual([]);
});
