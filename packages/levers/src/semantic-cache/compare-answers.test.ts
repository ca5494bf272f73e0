import { expect, test } from "vitest";
import { compareAnswers, isJudgeable } from "./compare-answers.ts";
import type { TextEmbedder } from "./question-embedder.ts";

/** A stand-in for a model to which all texts are alike: what keeps answers apart here are their forms and the vetoes. */
const embedder: TextEmbedder = {
  embed: async (text) => {
    const vector = new Float32Array(512);
    vector[0] = 1;
    return { vector, tokens: text.split(/\s+/).length, unknown: false };
  },
};
const long = "You can do that on the page of your account. ".repeat(20);

test.each<[string, string, string, boolean | undefined]>([
  ["equal but for case, space and a point", "In the  app.", "in the app", true],
  ["classes that are equal", "refund_request", "refund_request", true],
  ["classes that differ", "refund_request", "card_lost", false],
  ["JSON of equal value", '{"a":1,"b":[2]}', '```json\n{"b":[2],"a":1}\n```', true],
  ["JSON of other value", '{"a":1}', '{"a":2}', false],
  ["JSON and text", '{"a":1}', "It is one of the two.", false],
  ["short and near", "You can do it in the app.", "It can be done in the app.", true],
  ["short and near with another number", "The fee is 5 euros.", "The fee is 6 euros.", false],
  ["long, though equal", long, long, undefined],
  ["long and other", long, `${long} And more.`, undefined],
  ["long and short", long, "No.", false],
])("answers that are %s are judged so", async (_what, fresh, kept, judged) => {
  expect(await compareAnswers(fresh, kept, embedder)).toBe(judged);
});

test.each<[string, string, boolean]>([
  ["a label", "refund_request", true],
  [
    "a short statement",
    "You can do it in the app, on the page of your account, at any time.",
    true,
  ],
  ["JSON of any length", JSON.stringify({ a: long }), true],
  ["a longer text", long, false],
])("whether %s can always be judged is told by its form", async (_what, kept, expected) => {
  expect(await isJudgeable(kept, embedder)).toBe(expected);
});
