import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { modelsResponse } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { renderModels } from "../commands/models-list.ts";
import { renderModel } from "../commands/models-show.ts";
import { runCommandLines } from "../run-command.fixture.ts";
import { abilitiesText, tokensText } from "./model-text.ts";

const config = `
providers:
  lab: { kind: openai-compatible, base_url: http://127.0.0.1:8000/v1 }
catalogue:
  lab/llama-of-ours: { context_window: 32768, tools: true, input: { image: false }, tier: micro }
  openai/gpt-0: { tools: true }
`;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "headgate-models-"));
  await writeFile(join(directory, "headgate.yaml"), config);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test("models are listed and shown with what headgate.yaml states, and what concerns nothing is told", async () => {
  const [list, show, csv, none] = await runCommandLines(
    [
      ["models", "list", "--provider", "lab", "--json"],
      ["models", "show", "lab/llama-of-ours"],
      ["models", "list", "--tier", "premium", "--provider", "anthropic", "--csv"],
      ["models", "show", "nobody"],
    ],
    directory,
  );

  const found = modelsResponse.strict().parse(JSON.parse(list?.stdout ?? ""));
  expect(found.models).toMatchObject([{ provider: "lab", model: "llama-of-ours", tier: "micro" }]);
  expect(found.faults).toEqual([
    "catalogue.openai/gpt-0: openai has no model of that name in the price book",
  ]);
  const page = renderModels(found, 100);
  expect(page).toContain("llama-of-ours  lab       micro  32,768");
  expect(page).toContain("openai has no model of that name");
  expect(show).toMatchObject({ code: 0 });
  expect(show?.stdout).toContain("Tier micro: headgate.yaml says so");
  expect(show?.stdout).toMatch(/input\.image +no +headgate\.yaml +–/);
  expect(csv?.stdout).toMatch(/^provider,model,tier,/);
  expect(none).toMatchObject({ code: 1, stdout: "" });
  expect(none?.stderr).toContain("The price book has no price for nobody");
});

test("a model of which nothing is known says so, and sources that say otherwise are told", () => {
  const source = { by: "catalogue", name: "a-list", url: "https://list.example" } as const;
  const price = { input: null, cache_read: null, output: null, blended: null } as const;
  const model = {
    provider: "acme",
    model: "one",
    tier: null,
    tier_reason: "its list price of input and output is not known",
    facts: {},
    sources: {},
    disagreements: [{ fact: "tools", value: false, source }],
    price_per_million: { ...price, confidence: "unknown" as const },
  };

  const text = renderModel(model, 100);
  expect(text).toContain("Tier not known: its list price");
  expect(text).toContain("Nothing is known of what it can do.");
  expect(text).toContain("tools false: a-list (catalogue)");
});

test("tokens are quoted as people do, exact where they are no round number", () => {
  expect([1_050_000, 200_000, 1_048_576, 512, undefined].map(tokensText)).toEqual([
    "1.05M",
    "200k",
    "1,048,576",
    "512",
    "–",
  ]);
  expect(abilitiesText({ tools: false, input: { text: true } })).toBe("–");
});
