import fc from "fast-check";
import { expect, test } from "vitest";
import { capText } from "./cap-text.ts";

const anyText = fc
  .array(fc.constantFrom("a", " ", "\n", "é", "漢", "🙂"), { minLength: 300, maxLength: 700 })
  .map((letters) => letters.join(""));

test("a capped text is its beginning, a marker and its end, and always the same", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const capped = capText(text, 100, (elided) => `[${elided.length}]`);
      if (capped === undefined) {
        expect(text.length).toBeLessThanOrEqual(440);
        return;
      }
      const [head = "", tail = ""] = capped.text.split(`\n[${capped.elided.length}]\n`);
      expect(head + capped.elided + tail).toBe(text);
      expect(isWellFormed(capped.text)).toBe(isWellFormed(text));
      expect(capText(text, 100, (elided) => `[${elided.length}]`)).toEqual(capped);
    }),
  );
});

test("a text that is hardly longer than the cap stays whole", () => {
  expect(capText("a".repeat(440), 100, () => "")).toBeUndefined();
  expect(capText("a".repeat(441), 100, () => "")?.elided).toHaveLength(41);
});

/** Lone surrogates do not survive UTF-8. */
const isWellFormed = (text: string): boolean => Buffer.from(text).toString() === text;
