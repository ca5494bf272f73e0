import { configSchema } from "@headgate/contract";
import { loadModelCatalogue, loadPriceBook } from "@headgate/pricing";
import { CircuitState } from "cockatiel";
import { expect, test } from "vitest";
import type { Target } from "../call/plan-targets.ts";
import { canTake } from "./can-take.ts";

const atMs = Date.parse("2026-11-29");
const catalogue = loadModelCatalogue(
  loadPriceBook(),
  configSchema.parse({
    providers: { lab: { kind: "openai-compatible", base_url: "http://127.0.0.1:8000/v1" } },
    catalogue: { "lab/ours": { context_window: 8_000, max_output_tokens: 1_000, tools: true } },
  }),
  { atMs },
);
/** As much of a target as is looked at. */
const target = (name: string, state = CircuitState.Closed): Target =>
  ({
    provider: { name, priceProvider: name, priceContext: {}, breaker: { state } },
    model: undefined,
  }) as unknown as Target;
const needs = { inputTokens: 1_000, outputTokens: 500, tools: true };

test("a model takes a call whose needs it is known to meet, by the catalogue or by the operator", () => {
  expect(canTake(catalogue, target("openai"), { model: "gpt-4o-mini", needs, atMs })).toBe(true);
  expect(canTake(catalogue, target("lab"), { model: "ours", needs, atMs })).toBe(true);
});

test("it takes none that it does not fit, that cannot be read, or of which nothing is known", () => {
  const inLab = (more: object) =>
    canTake(catalogue, target("lab"), { model: "ours", needs: { ...needs, ...more }, atMs });

  expect(inLab({ inputTokens: 7_900 })).toBe(false);
  expect(inLab({ input: ["image"] })).toBe(false);
  expect(canTake(catalogue, target("lab"), { model: "ours", needs: undefined, atMs })).toBe(false);
  expect(canTake(catalogue, target("lab"), { model: "another", needs, atMs })).toBe(false);
});

test("it takes none while its provider is down", () => {
  const down = target("lab", CircuitState.Open);

  expect(canTake(catalogue, down, { model: "ours", needs, atMs })).toBe(false);
});
