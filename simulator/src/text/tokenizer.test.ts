import fc from "fast-check";
import { expect, test } from "vitest";
import { countTokens, firstTokens, prefixHashes, tokenPieces } from "./tokenizer.ts";

const text = fc.string({
  unit: fc.constantFrom("a", "é", "日", ".", " ", "\n", "\u00a0", "\u2003", "\u0001"),
});

test("a token is a maximal run of characters that are not white space", () => {
  fc.assert(
    fc.property(text, (sample) => {
      expect(countTokens(sample)).toBe(sample.split(/\s+/).filter((word) => word !== "").length);
    }),
  );
});

test("pieces of a text put together are the text, one token each", () => {
  fc.assert(
    fc.property(text, (sample) => {
      const pieces = tokenPieces(sample);
      expect(pieces.join("")).toBe(sample);
      if (countTokens(sample) > 0) expect(pieces.length).toBe(countTokens(sample));
    }),
  );
});

test("the first tokens of a text are as many as were asked for, or all", () => {
  fc.assert(
    fc.property(text, fc.nat(20), (sample, tokens) => {
      expect(countTokens(firstTokens(sample, tokens))).toBe(Math.min(tokens, countTokens(sample)));
    }),
  );
});

test("prompts share the hashes of their common beginning and no others", () => {
  const hashes = (texts: readonly string[]): readonly number[] => {
    const found: number[] = [];
    prefixHashes(
      texts,
      7,
      () => true,
      (_, hash) => found.push(hash),
    );
    return found;
  };
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,5}$/), { minLength: 1 }), (list) => {
      const before = hashes([list.join(" ")]);
      const after = hashes([list.join("\n"), "one more"]);
      expect(after.slice(0, list.length)).toEqual(before);
      expect(hashes([["other", ...list].join(" ")])).not.toContain(before[0]);
    }),
  );
});
