import fc from "fast-check";
import { expect, test } from "vitest";
import { repeatedCharacters } from "./repeated-text.ts";

const words = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `word${from + index}`).join(" ");

test("chunks that overlap are told by the very characters that both have", () => {
  const overlap = words(40, 20);

  expect(repeatedCharacters([words(0, 60), words(40, 60), words(200, 60)])).toEqual([
    0,
    overlap.length,
    0,
  ]);
});

test("fewer than eight words in a row, in another order, or twice in one text are no overlap", () => {
  const seven = words(0, 7);
  const turned = words(0, 20).split(" ").toReversed().join(" ");
  const twice = `${words(300, 20)} ${words(300, 20)}`;

  expect(repeatedCharacters([words(0, 20), `${seven} others`, turned, twice])).toEqual([
    0, 0, 0, 0,
  ]);
});

test("whatever the texts, no more is repeated than there is, and a text that came before is repeated whole", () => {
  const text = fc.array(fc.constantFrom("a", "bc", "d e", "  ", "ü", "\n"), { maxLength: 60 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), (parts) => {
      const texts = parts.map((one) => one.join(" "));
      const repeated = repeatedCharacters(texts);
      for (const [index, text] of texts.entries()) {
        expect(repeated[index]).toBeLessThanOrEqual(text.trim().length);
      }
      const [, again] = repeatedCharacters([words(0, 30), words(0, 30)]);
      expect(again).toBe(words(0, 30).length);
    }),
  );
});
