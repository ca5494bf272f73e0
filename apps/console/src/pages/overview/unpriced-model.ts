import { countText } from "../../format/count-text.ts";

/**
 * Tokens of attempts without a price. None at all is not known: an attempt whose usage nobody told adds none, and one
 * that a provider answered has some.
 */
export const unpricedTokens = (
  row: Readonly<{ input_tokens: number; output_tokens: number }>,
): Readonly<{ input: string; output: string }> =>
  row.input_tokens + row.output_tokens === 0
    ? { input: "–", output: "–" }
    : { input: countText(row.input_tokens), output: countText(row.output_tokens) };
