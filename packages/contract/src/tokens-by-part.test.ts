import fc from "fast-check";
import { expect, test } from "vitest";
import { promptPartNames } from "./levers.ts";
import { tokensByPart } from "./tokens-by-part.ts";

const bytes = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const anyParts = fc.record(
  Object.fromEntries(promptPartNames.map((name) => [name, bytes])) as Record<
    (typeof promptPartNames)[number],
    typeof bytes
  >,
  { requiredKeys: [] },
);

test("tokens by part add up to the provider's count, and no part is a whole token off its share", () => {
  fc.assert(
    fc.property(anyParts, fc.nat({ max: 10_000_000 }), (parts, tokens) => {
      const divided = tokensByPart({ usage: { input: tokens }, prompt_parts: parts });
      const total = Object.values(parts).reduce((sum, part) => sum + BigInt(part), 0n);

      if (total === 0n) {
        expect(divided).toBeUndefined();
        return;
      }
      if (divided === undefined) throw new Error("not divided");
      expect(Object.keys(divided)).toEqual(promptPartNames.filter((name) => name in parts));
      expect(Object.values(divided).reduce((sum, part) => sum + part, 0)).toBe(tokens);
      for (const name of promptPartNames) {
        const [part, share] = [parts[name], divided[name]];
        if (part === undefined || share === undefined) continue;
        const off = BigInt(share) * total - BigInt(tokens) * BigInt(part);
        expect(off < total && -off < total).toBe(true);
      }
    }),
  );
});

test("cached tokens are divided with the others, pictures and sound are not", () => {
  const usage = { input: 10, cache_read: 70, cache_write_5m: 20, input_image: 500, output: 9 };

  expect(tokensByPart({ usage, prompt_parts: { system: 300, user: 100 } })).toEqual({
    system: 75,
    user: 25,
  });
});

test("of equal remainders the earlier part gets the token", () => {
  expect(tokensByPart({ usage: { input: 1 }, prompt_parts: { tools: 5, user: 5 } })).toEqual({
    tools: 1,
    user: 0,
  });
});

test("what is not known is not divided", () => {
  expect(tokensByPart({ usage: { input: 10 } })).toBeUndefined();
  expect(tokensByPart({ usage: { output: 10 }, prompt_parts: { user: 5 } })).toBeUndefined();
  expect(tokensByPart({ usage: { input: 0 }, prompt_parts: { user: 5 } })).toEqual({ user: 0 });
});
