import { expect, test } from "vitest";
import { fitsCall } from "./fits-call.ts";

const facts = {
  context_window: 100_000,
  max_output_tokens: 10_000,
  input: { text: true, image: true, audio: false },
  tools: true,
  structured_output: { json_schema: true },
} as const;
const missing = (...[known, needs]: Parameters<typeof fitsCall>) => {
  const fitness = fitsCall(known, needs);
  return fitness.kind === "fits" ? [] : fitness.missing.map(({ need, kind }) => [need, kind]);
};

test("a call whose needs are all stated fits", () => {
  const needs = {
    inputTokens: 90_000,
    outputTokens: 10_000,
    input: ["text", "image"],
    tools: true,
    structuredOutput: "json_object",
    wireFormat: "openai.chat_completions",
  } as const;

  expect(fitsCall(facts, needs)).toEqual({ kind: "fits" });
});

test("each need that is not met or not known is named, and the two are told apart", () => {
  const needs = {
    inputTokens: 95_000,
    outputTokens: 20_000,
    input: ["audio", "video"],
    parallelTools: true,
    reasoning: true,
  } as const;

  expect(missing(facts, needs)).toEqual([
    ["max_output_tokens", "not_met"],
    ["context_window", "not_met"],
    ["input.audio", "not_met"],
    ["input.video", "not_known"],
    ["parallel_tools", "not_known"],
    ["reasoning", "not_known"],
  ]);
});

test("of a model of which nothing is known no call is known to fit", () => {
  expect(missing({}, { inputTokens: 1 })).toEqual([["context_window", "not_known"]]);
});

test("where only the longest prompt is known, prompt and answer together must be within it", () => {
  const known = { max_input_tokens: 1_000, max_output_tokens: 500 };

  expect(missing(known, { inputTokens: 500, outputTokens: 500 })).toEqual([]);
  expect(missing(known, { inputTokens: 501, outputTokens: 500 })).toEqual([
    ["context_window", "not_known"],
  ]);
  expect(missing(known, { inputTokens: 1_001, outputTokens: 500 })).toEqual([
    ["max_input_tokens", "not_met"],
  ]);
});

test("a format that the model does not take is not met; one of which nothing is said is its provider's", () => {
  const needs = { inputTokens: 1, wireFormat: "openai.chat_completions" } as const;

  expect(missing(facts, needs)).toEqual([]);
  expect(missing({ ...facts, wire_formats: { "openai.chat_completions": false } }, needs)).toEqual([
    ["wire_formats.openai.chat_completions", "not_met"],
  ]);
});

test("any object can be asked of what is held to schemas, never the other way round", () => {
  const objects = { ...facts, structured_output: { json_object: true } };

  expect(missing(objects, { inputTokens: 1, structuredOutput: "json_schema" })).toEqual([
    ["structured_output.json_schema", "not_known"],
  ]);
  const refused = { ...facts, structured_output: { json_schema: true, json_object: false } };
  expect(missing(refused, { inputTokens: 1, structuredOutput: "json_object" })).toEqual([
    ["structured_output.json_object", "not_met"],
  ]);
});
