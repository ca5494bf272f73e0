import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { modelsResponse } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { renderModels } from "../commands/models-list.ts";
import { renderModel } from "../commands/models-show.ts";
import { runCommandLines } from "../run-command.fixture.ts";
import { abilitiesText, tokensText } from "./model-text.ts";
import { renderOffers } from "./render-offers.ts";

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

test("an offer says what it would take, what trying costs and the line to write; none says what was looked at", () => {
  const none = {
    from: "2026-11-28T00:00:00.000Z",
    to: "2026-11-29T00:00:00.000Z",
    simulated: false,
    calls: 40,
    calls_untold: 3,
    sampled: false,
    models: 300,
    models_priced: 30,
    offers: [],
  };
  expect(renderOffers(none, 120)).toContain(
    "No model could take a task for less.\nLooked at 40 calls",
  );
  const text = renderOffers(
    {
      ...none,
      simulated: true,
      offers: [
        {
          model: "acme/one",
          tier: "micro",
          provider_configured: false,
          released_on: "2026-11-20",
          price_per_million: { input: "0.100000000000", output: "0.400000000000" },
          takes: [
            {
              task: "intent",
              tier: "micro",
              model: "openai/gpt-4o",
              feature: null,
              calls: 37,
              saves_per_month: "12.500000000000",
              trial_cost: "0.020000000000",
              assumed_able: true,
            },
          ],
          saves_per_month: "12.500000000000",
          trial_cost: "0.020000000000",
          not: { kinds: 3, unfit: 1, price_unknown: 0, not_cheaper: 2 },
          config: "policies[0].route.pool: [acme/one]",
        },
      ],
    },
    120,
  );
  expect(text).toContain("save $12.50 a month");
  expect(text).toContain(
    "3 other kinds of calls: 1 it is not known to take, 2 would not cost less",
  );
  expect(text).toContain("Its provider is not configured");
  expect(text).toContain("To try it: policies[0].route.pool: [acme/one]");
  expect(text).toContain("simulated");
});
