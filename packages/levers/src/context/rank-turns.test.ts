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
