import { expect, test } from "vitest";
import { dot } from "./clusters.ts";
import { readPrompt } from "./example.ts";
import { deviations, fitParts } from "./parts.ts";
import { learnPromptMap, placePrompt } from "./placed-prompt.ts";

const prompts = Array.from({ length: 60 }, (_, place) =>
  readPrompt(
    place % 2 === 0
      ? `Sum of ${place} and ${place * 7}?`
      : `Dear guest in room ${place},\n\nwelcome.\n`,
  ),
);

test("a dense head that reads its own features alone says what all of its weights say", () => {
  const map = learnPromptMap(prompts);
  const rows = prompts.map((prompt, place) => ({
    prompt: placePrompt(map, prompt),
    qualities: Float64Array.of(place % 3 === 0 ? 0 : 1, place % 2),
  }));
  const parts = fitParts(rows, { models: 2, kept: 1 });

  for (const { prompt } of rows) {
    const said = deviations(parts, prompt);
    for (const [part, ofModels] of parts.dense.entries()) {
      expect([...(said[part] as Float64Array)]).toEqual(
        ofModels.map((weights) => dot(weights, prompt.dense)),
      );
    }
  }
});
