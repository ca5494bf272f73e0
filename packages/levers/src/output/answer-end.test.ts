import fc from "fast-check";
import { expect, test } from "vitest";
import { AnswerEnd } from "./answer-end.ts";
import { JsonEnd } from "./json-end.ts";

const pieces = (text: string, cuts: readonly number[]): readonly string[] => {
  const at = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  return at.slice(1).map((end, index) => text.slice(at[index], end));
};

test("the end of any JSON object or array is found where it is, however the text is cut", () => {
  const value = fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()));
  fc.assert(
    fc.property(value, fc.string(), fc.array(fc.nat(), { maxLength: 6 }), (json, after, cuts) => {
      const text = `\n ${JSON.stringify(json, null, 1)}`;
      const end = new JsonEnd();
      let offset = 0;
      let found: number | undefined;
      for (const piece of pieces(text + after, cuts)) {
        const at = end.push(piece);
        if (at !== undefined) found = offset + at;
        offset += piece.length;
      }
      expect(found).toBe(text.length);
    }),
  );
});

test("a text that begins with words, or whose value is not whole, has no end", () => {
  for (const text of ['Here you are: {"a":1}', '{"a":"}', '"text"', '[{"a":"\\"]}"}', "12", "  "]) {
    expect(new JsonEnd().push(text)).toBeUndefined();
  }
});

test("an answer that stops by itself behind its end is left alone", () => {
  const end = new AnswerEnd({ kind: "json" });
  expect(end.push('{"a":[1,2]}')).toBe(false);
  expect(end.push("\n\n")).toBe(false);
});

test("an answer that runs on behind its end is told", () => {
  const end = new AnswerEnd({ kind: "json" });
  expect(end.push('{"a":"}"')).toBe(false);
  expect(end.push("}\n\n\n\n\n\n\n\n")).toBe(false);
  expect(end.push(" ".repeat(30))).toBe(true);
});

test("a closing tag is seen across pieces", () => {
  const end = new AnswerEnd({ kind: "tag", tag: "</answer>" });
  const said = ["<answer>42</an", "sw", "er> By the way", ", it is also worth saying that"];
  expect(said.map((piece) => end.push(piece))).toEqual([false, false, false, true]);
});
