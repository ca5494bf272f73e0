import { configSchema, HeadgateError } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { expect, test } from "vitest";
import { checkPrices } from "./check-prices.ts";

const nowMs = Date.parse("2026-11-25T12:00:00Z");
const openai = { kind: "openai", base_url: "https://api.openai.com/v1" } as const;
test("a configuration that says nothing of prices gives nothing to check", () => {
  const config = configSchema.parse({ providers: { openai } });

  expect(checkPrices(undefined, loadPriceBook, nowMs)).toEqual([]);
  expect(checkPrices(config, loadPriceBook, nowMs)).toEqual([]);
});

test("names and overlays that have an effect are ok, and those without one a finding with its place", () => {
  const discount = { kind: "discount", percent: "5", valid_from: "2026-01-01" } as const;
  const good = configSchema.parse({
    providers: { openai: { ...openai, price_names: { chat: "gpt-4o-mini" } } },
    overlays: [{ ...discount, name: "volume", applies_to: { provider: "openai" } }],
  });
  const bad = configSchema.parse({
    providers: { openai: { ...openai, price_names: { chat: "gpt-4o-mimi" } } },
    overlays: [{ ...discount, name: "volume", applies_to: { provider: "opnai" } }],
  });

  expect(checkPrices(good, loadPriceBook, nowMs)).toEqual([
    { name: "prices", state: "ok", message: "names of your own: 1, overlays: 1" },
  ]);
  const [check] = checkPrices(bad, loadPriceBook, nowMs);
  expect(check).toMatchObject({ state: "finding" });
  expect(check?.message).toContain("providers.openai.price_names.chat");
  expect(check?.message).toContain("gpt-4o-mini");
  expect(check?.message).toContain('overlays, "volume"');
});

test("a price file that would end a start is a finding, configuration or not", () => {
  const broken = (): never => {
    throw new HeadgateError("price_file_invalid", "x.json models: expected a list");
  };

  expect(checkPrices(undefined, broken, nowMs)).toMatchObject([
    { name: "prices", state: "finding", message: expect.stringContaining("x.json") },
  ]);
});
