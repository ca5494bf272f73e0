import fc from "fast-check";
import { expect, test } from "vitest";
import { Repetition } from "./repetition.ts";

/** How much of a text had passed, in pieces as a stream has them, when it was called a loop. */
function seenAt(text: string, isStructured = false): number | undefined {
  const repetition = new Repetition(isStructured);
  for (let at = 0; at < text.length; at += 7) {
    if (repetition.push(text.slice(at, at + 7))) return at + 7;
  }
  return undefined;
}

const sentence = "I will now check the list of open orders once more before I answer. ";
const paragraph = `${sentence}Then I compare each with the invoice that came in last week.\n\n`;

test("a sentence that comes again and again is a loop after about 2,400 characters", () => {
  const start = "Let me see. There are three orders, and two of them are paid. ";
  const seen = seenAt(start + sentence.repeat(400)) as number;
  expect(seen).toBeGreaterThan(2_400);
  expect(seen).toBeLessThan(3_300);
});

test("a paragraph that comes again and again is a loop", () => {
  expect(seenAt(paragraph.repeat(40))).toBeLessThan(3_300);
});

test("a word, a character or a line end without end is a loop after 10,000 characters", () => {
  for (const unit of ["the ", "\n", "0, ", "ha", "AAAA", "🙂"]) {
    const seen = seenAt(unit.repeat(20_000)) as number;
    expect(seen).toBeGreaterThanOrEqual(10_000);
    expect(seen).toBeLessThan(11_000);
  }
});

test("alike rows of tables, lists, code and records are no loop before 10,000 characters", () => {
  // Constructed.
  const structured: readonly string[] = [
    `| order | state |\n|---|---|\n${"| open | waiting for the customer to pay |\n".repeat(200)}`,
    "- nothing to report for this week\n".repeat(250),
    "12. the customer did not answer\n".repeat(250),
    `\`\`\`python\n${"print the same line once more\n".repeat(300)}\`\`\`\n`,
    `const zeros = [${"0, ".repeat(2_000)}];`,
    `[${'{"label":"neutral","reason":"no opinion is stated here"},'.repeat(150)}`,
    `${"=".repeat(4_000)}\n`,
    "    result.push(next(value));\n".repeat(250),
  ];
  for (const text of structured) expect(seenAt(text.slice(0, 9_900))).toBeUndefined();
});

test("in an answer that is to be JSON, sentences may be alike as well", () => {
  expect(seenAt(`{"text":"${sentence.repeat(100)}`, true)).toBeUndefined();
  expect(seenAt(`{"text":"${sentence.repeat(100)}`)).toBeDefined();
});

test("poems with refrains, songs that count and chants are no loop", () => {
  // Constructed.
  const refrain =
    "And the river runs on, and the river runs on,\nAnd the river runs down to the sea.\n\n";
  const verses = Array.from(
    { length: 60 },
    (_, n) => `The ${n + 1}. boat left the harbour at dawn,\nWith a crew of ${n + 3}.\n${refrain}`,
  ).join("");
  const bottles = Array.from(
    { length: 99 },
    (_, n) =>
      `${99 - n} bottles hang on the wall, ${99 - n} bottles in all.\nIf one should fall down:\n`,
  ).join("");
  const chant = `${"Row, row, row your boat, gently down the stream.\n".repeat(20)}\nThe end.`;
  for (const text of [verses, bottles, chant]) expect(seenAt(text)).toBeUndefined();
});

test("a text without any repetition is never a loop", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 3_000, maxLength: 3_000 }), (numbers) => {
      const text = numbers.map((number, index) => `${index}:${number} is said`).join(" and ");
      expect(seenAt(text)).toBeUndefined();
    }),
    { numRuns: 5 },
  );
});

test("where a loop begins and how the text is cut do not matter", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 1, max: 900 }), (start, size) => {
      const repetition = new Repetition(false);
      const text = `${start} ${sentence.repeat(80)}`;
      let seen = false;
      for (let at = 0; at < text.length; at += size) {
        seen ||= repetition.push(text.slice(at, at + size));
      }
      // A beginning that opens a fence makes a block of code of the rest.
      expect(seen).toBe(!/(?:^|\n) {0,3}(?:```|~~~)/.test(start));
    }),
    { numRuns: 50 },
  );
});
