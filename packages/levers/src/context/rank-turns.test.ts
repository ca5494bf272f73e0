import { expect, test } from "vitest";
import { rankTexts } from "./rank-turns.ts";

test("texts are ranked by the words that they share with a question, rare ones first", () => {
  const texts = [
    "The build failed while linking.",
    "We changed the invoices of Zurich.",
    "The build was started, the build was stopped.",
    "Nothing here.",
  ];

  expect(rankTexts("Which invoice did the build of Zurich print?", texts)).toEqual([1, 2, 0]);
  expect(rankTexts("Completely different", texts)).toEqual([]);
  expect(rankTexts("", [])).toEqual([]);
});

test("of a long text the begin is read, of a long history the latest texts", () => {
  const filler = "filler ".repeat(10_000);

  expect(rankTexts("Zurich", [`Zurich ${filler}`, `${filler} Zurich`])).toEqual([0]);
  const many = Array.from({ length: 200 }, (_, index) => `Zurich ${index} ${filler}`);
  const found = rankTexts("Zurich", many);
  expect(found).toContain(199);
  expect(found).not.toContain(0);
});
