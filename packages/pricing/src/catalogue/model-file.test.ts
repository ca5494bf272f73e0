import { expect, test } from "vitest";
import { checkModelFile } from "./model-file.ts";

const file = (models: readonly unknown[]) => ({
  provider: "acme",
  sources: { page: { url: "https://acme.example/models", read_at: "2026-11-29", by: "provider" } },
  models,
});

test("a file in the documented form has no fault", () => {
  const content = file([{ model: "one", source: "page", states: { tools: true } }]);

  expect(checkModelFile("acme.json", content)).toEqual({ file: content, faults: [] });
});

test("each fault is told with its place", () => {
  const { file: none, faults } = checkModelFile(
    "acme.json",
    file([
      { model: "one", source: "elsewhere", states: { tool: true } },
      { model: "two", source: "page", states: { context_window: 10, max_output_tokens: 11 } },
      {
        model: "two",
        source: "page",
        states: { released_on: "2026-02-01", deprecated_on: "2026-01-01" },
      },
    ]),
  );

  expect(none).toBeUndefined();
  expect(faults).toEqual([
    "acme.json models[0] source: is not among the file's sources",
    'acme.json models[0] states: : Unrecognized key: "tool"',
    "acme.json models[1] states: max_output_tokens 11 is more than the 10 of its window",
    "acme.json models[2]: this source states something of this model already",
    "acme.json models[2] states: deprecated_on is not after released_on",
  ]);
});

test("what is no file of models is one fault", () => {
  expect(checkModelFile("acme.json", []).faults).toEqual([
    "acme.json: expected an object with sources and a list of models",
  ]);
});
