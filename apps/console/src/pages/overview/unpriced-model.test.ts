import { expect, test } from "vitest";
import { unpricedTokens } from "./unpriced-model.ts";

test("tokens that no attempt told are not known; of those that were told none may be none", () => {
  expect(unpricedTokens({ input_tokens: 0, output_tokens: 0 })).toEqual({
    input: "–",
    output: "–",
  });
  expect(unpricedTokens({ input_tokens: 1_200, output_tokens: 0 })).toEqual({
    input: "1,200",
    output: "0",
  });
});
