import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EvaluationInputError } from "../evaluation.ts";
import { evalPrices } from "./eval-prices.ts";

const folderWith = (files: Readonly<Record<string, unknown>>): string => {
  const folder = mkdtempSync(join(tmpdir(), "headgate-eval-prices-"));
  for (const [name, content] of Object.entries(files)) {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    writeFileSync(join(folder, name), text);
  }
  return folder;
};
const chat = (provider: string, input: number, about: Readonly<Record<string, number>> = {}) => ({
  litellm_provider: provider,
  mode: "chat",
  input_cost_per_token: input,
  ...about,
});

test("coverage, gross errors and Bedrock's Claude are counted from what lies in the folder", async () => {
  const folder = folderWith({
    "README.md": "| litellm-prices.json | a snapshot of 2026-08-01 |",
    "litellm-prices.json": {
      "gpt-4o-mini": chat("openai", 1.5e-7),
      "gpt-house": chat("openai", 1e-6),
      "wandb/llama": chat("wandb", 0.071),
      "claude-3-haiku-20240307": chat("anthropic", 2.5e-7, {
        cache_creation_input_token_cost_above_1hr: 6e-6,
      }),
      "anthropic.claude-sonnet-4-6": chat("bedrock_converse", 3e-6),
    },
  });

  const { figures, targets } = await evalPrices(folder);

  expect(figures).toMatchObject({
    day: "2026-08-01",
    coverage: { openai: { named: 2, priced: 1, missing: ["gpt-house"] } },
    models_of_other_providers: 1,
    bedrock_claude: [{ model: "anthropic.claude-sonnet-4-6", right: 4, wrong: [] }],
    own_faults: 0,
  });
  expect(figures.gross_errors).toMatchObject([
    { present: 1, caught: 1, let_through: [] },
    { present: 1, caught: 1, let_through: [] },
    { present: 0 },
    { present: 0 },
    { present: 0 },
  ]);
  expect(targets.map(({ met }) => met)).toEqual([false, true, true, true]);
});

test("a folder without a catalogue, and one that is not there, are told as such", async () => {
  await expect(evalPrices(folderWith({ "notes.txt": "" }))).rejects.toThrow(EvaluationInputError);
  await expect(evalPrices("/nowhere/at/all")).rejects.toThrow(/cannot be read as a folder/);
});
