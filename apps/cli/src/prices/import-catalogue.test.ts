import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  priceCheckResult,
  priceDiffResult,
  priceImportResult,
  pricesResponse,
} from "@headgate/contract";
import { loadOwnPriceBook } from "@headgate/pricing";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { z } from "zod";
import { type CommandResult, runCommandLines } from "../run-command.fixture.ts";

/**
 * In the shape of LiteLLM's file (dollars a token,
 * https://docs.litellm.ai/docs/provider_registration/add_model_pricing, not read again): a model that the
 * book lacks, one that it has at another price, that one under another name and with a tier that the book
 * lacks, and one that cannot be right.
 */
const catalogue = {
  "groq/hush-8b": {
    litellm_provider: "groq",
    mode: "chat",
    input_cost_per_token: 5e-8,
    output_cost_per_token: 8e-8,
  },
  "gpt-4o-mini": {
    litellm_provider: "openai",
    mode: "chat",
    input_cost_per_token: 1.5e-7,
    output_cost_per_token: 7e-7,
  },
  "gpt-4o-mini-2024-07-18": {
    litellm_provider: "openai",
    mode: "chat",
    input_cost_per_token: 1.5e-7,
    input_cost_per_token_flex: 7.5e-8,
  },
  "groq/typo-70b": {
    litellm_provider: "groq",
    mode: "chat",
    input_cost_per_token: 0.071,
    output_cost_per_token: 0.071,
  },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headgate-import-"));
  await writeFile(join(folder, "prices.json"), JSON.stringify(catalogue));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(...lines: string[][]): Promise<readonly CommandResult[]> {
  return runCommandLines(
    lines.map((words) => ["prices", ...words, "--json"]),
    folder,
  );
}
const read = <S extends z.ZodType>(schema: S, result: CommandResult | undefined): z.output<S> =>
  schema.parse(JSON.parse(result?.stdout ?? ""));

const importing = ["import", "litellm", "prices.json", "--day", "2026-11-20"];

test("an import shows what it would add and writes nothing, until it is applied", async () => {
  const [look, before, applied, after, again] = await run(
    importing,
    ["show", "groq/hush-8b", "--at", "2026-11-21"],
    [...importing, "--apply"],
    ["show", "groq/hush-8b", "--at", "2026-11-21"],
    importing,
  );

  const preview = read(priceImportResult, look);
  expect(preview).toMatchObject({
    applied: false,
    folder: null,
    agreed: 2,
    landing: [
      { provider: "groq", models: 1, prices: 2 },
      { provider: "openai", models: 1, prices: 1 },
    ],
    differing: [{ model: "gpt-4o-mini", component: "output", catalogues: [{ price: "0.7" }] }],
  });
  expect(
    preview.refused.some(({ at, code }) => at.includes("typo-70b") && code === "unit-bounds"),
  ).toBe(true);
  expect(before?.code).toBe(1);
  expect(read(priceImportResult, applied)).toMatchObject({
    applied: true,
    folder: expect.stringContaining("litellm-001"),
  });
  expect(read(pricesResponse, after).models[0]?.records).toMatchObject([
    { component: "input", price: "0.05", confidence: "derived", valid_from: "2026-11-20" },
    { component: "output", price: "0.08" },
  ]);
  expect(read(priceImportResult, again)).toMatchObject({ agreed: 5, landing: [] });
});

test("what the book says stands, unless it is asked to be replaced; both stay in the history", async () => {
  const [, kept, replaced, shown] = await run(
    [...importing, "--apply"],
    ["show", "openai/gpt-4o-mini", "--at", "2026-11-21"],
    [...importing, "--model", "gpt-4o-mini", "--replace", "--apply"],
    ["show", "openai/gpt-4o-mini", "--at", "2026-11-21"],
  );

  const outputs = (result: CommandResult | undefined) =>
    read(pricesResponse, result)
      .models.flatMap(({ records }) => records)
      .filter(({ component, tier }) => component === "output" && tier === "standard")
      .map(({ price }) => price);
  expect(outputs(kept)).toEqual(["0.6"]);
  expect(read(priceImportResult, replaced).landing).toEqual([
    { provider: "openai", models: 1, prices: 1 },
  ]);
  expect(outputs(shown)).toEqual(["0.7"]);
});

test("prices can be taken to hold since before the catalogue's day", async () => {
  const [, shown, refused] = await run(
    [...importing, "--valid-from", "2026-03-01", "--apply"],
    ["show", "groq/hush-8b", "--at", "2026-04-01"],
    [...importing, "--valid-from", "2026-12-24"],
  );

  expect(read(pricesResponse, shown).models).toHaveLength(1);
  expect(refused?.code).toBe(2);
});

test("a name that the book had for another model on other days is refused, and the rest is taken", async () => {
  // DeepSeek's name moved from model to model, and ended on 24 July 2026.
  const moved = {
    litellm_provider: "deepseek",
    mode: "chat",
    input_cost_per_token: 2.8e-7,
    output_cost_per_token: 4.2e-7,
  };
  await writeFile(
    join(folder, "moved.json"),
    JSON.stringify({ ...catalogue, "deepseek/deepseek-chat": moved }),
  );

  const [imported] = await run(["import", "litellm", "moved.json", "--day", "2026-08-01"]);

  const { landing, refused } = read(priceImportResult, imported);
  expect(landing).toContainEqual({ provider: "groq", models: 1, prices: 2 });
  expect(refused.filter(({ at }) => at.includes("deepseek-chat"))).toMatchObject([
    { code: "duplicate", reason: expect.stringMatching(/has this name for deepseek-/) },
    { code: "duplicate" },
  ]);
});

const claude = {
  litellm_provider: "bedrock_converse",
  mode: "chat",
  input_cost_per_token: 5.5e-6,
  output_cost_per_token: 2.75e-5,
  search_context_cost_per_query: { search_context_size_medium: 0.01 },
};
const gemini = {
  litellm_provider: "gemini",
  mode: "chat",
  input_cost_per_token: 1.5e-6,
  output_cost_per_token: 7.5e-6,
};

test("an import takes nothing from calls that have a price, and stops where the book has a later one", async () => {
  // A geography that has its prices from the wider one, and a price that fell after the catalogue's day.
  const rows = { "us.anthropic.claude-opus-4-8-v1:0": claude, "gemini/gemini-3.6-flash": gemini };
  await writeFile(join(folder, "older.json"), JSON.stringify(rows));
  const import_ = ["import", "litellm", "older.json", "--day", "2026-08-01", "--apply"];
  const asked = [
    ["bedrock/us.anthropic.claude-opus-4-8-v1:0", "--scope", "geo", "--region", "us"],
    ["gemini/gemini-3.6-flash"],
  ];
  const estimates = asked.map((words) => [
    "estimate",
    ...words,
    ...["--input", "1000000", "--at", "2026-11-28"],
  ]);

  const results = await run(...estimates, import_, ...estimates);

  const [opusBefore, flashBefore, imported, opusAfter, flashAfter] = results;
  expect([opusBefore?.code, flashBefore?.code]).toEqual([0, 0]);
  expect(opusAfter?.stdout).toBe(opusBefore?.stdout);
  expect(flashAfter?.stdout).toBe(flashBefore?.stdout);
  expect(read(priceImportResult, imported).refused).toContainEqual(
    expect.objectContaining({ code: "hides", reason: expect.stringContaining("would lose input") }),
  );
});

test("disagreements are listed from files, and from what was imported", async () => {
  const [named, , kept] = await run(
    ["diff", "litellm=prices.json", "--at", "2026-11-20"],
    [...importing, "--apply"],
    ["diff"],
  );

  for (const result of [named, kept]) {
    expect(result?.code).toBe(1);
    expect(read(priceDiffResult, result).disagreements).toContainEqual(
      expect.objectContaining({ kind: "differs", model: "gpt-4o-mini", component: "output" }),
    );
  }
  expect(read(priceDiffResult, named)).toMatchObject({
    catalogues: [{ catalogue: "litellm", day: "2026-11-20" }],
    agreed: 2,
  });
});

test("a price of the user's own holds, and one that cannot be right is found", async () => {
  const prices = join(folder, ".headgate", "prices");
  await mkdir(prices, { recursive: true });
  const own = {
    provider: "in-house",
    sources: { contract: { url: "https://intranet.example/llm", read_at: "2026-11-01" } },
    models: [{ model: "llama", aliases: [] }],
    prices: [
      {
        model: "llama",
        tier: "standard",
        valid_from: "2026-01-01",
        recorded_at: "2026-11-01",
        source: "contract",
        confidence: "exact",
        per_million_tokens: { input: "1", output: "2" },
      },
    ],
  };
  await writeFile(join(prices, "in-house.json"), JSON.stringify(own));
  const [shown] = await run(["show", "in-house/llama"]);
  await writeFile(join(prices, "in-house.json"), JSON.stringify({ ...own, prices: [{}] }));
  const [broken, found] = await run(["list"], ["check"]);

  expect(read(pricesResponse, shown).models[0]?.records).toHaveLength(2);
  expect(broken).toMatchObject({ code: 2, stdout: expect.stringContaining("price_file_invalid") });
  expect(found?.code).toBe(1);
  expect(read(priceCheckResult, found).findings).toMatchObject([{ code: "price_file_invalid" }]);
});

test("a half written import is not read", async () => {
  const half = join(folder, ".headgate", "prices", "imports", ".1-litellm");
  await mkdir(half, { recursive: true });
  await writeFile(join(half, "groq.json"), "{");

  expect(() => loadOwnPriceBook(join(folder, ".headgate", "prices"))).not.toThrow();
  expect(await readdir(half)).toEqual(["groq.json"]);
});

test("an unknown catalogue and a file without prices are refused", async () => {
  await writeFile(join(folder, "empty.json"), "{}");
  const [unknown, empty, missing] = await run(
    ["import", "litelm", "prices.json"],
    ["import", "litellm", "empty.json"],
    ["diff", "litellm=nowhere.json"],
  );

  expect(unknown?.stderr).toContain("Did you mean litellm?");
  expect(empty?.stderr).toContain("no price of litellm");
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("nowhere.json") });
});

test("a file that is broken as a whole, and a provider that the book lacks, do not pass for done", async () => {
  await writeFile(join(folder, "broken.json"), "{garbage");

  const [broken, lacking] = await run(
    ["import", "litellm", "broken.json"],
    ["list", "--provider", "nobody"],
  );

  expect(broken?.code).toBe(2);
  expect(JSON.parse(broken?.stdout ?? "")).toMatchObject({
    error: { code: "input_unreadable", message: expect.stringContaining("broken.json") },
  });
  expect(lacking?.code).toBe(1);
  expect(read(pricesResponse, lacking).models).toEqual([]);
});
