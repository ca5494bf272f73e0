import fc from "fast-check";
import { expect, test } from "vitest";
import { MASK, maskTemplate } from "./mask-template.ts";

test.each([
  ["a date", "Today is Sunday, November 29, 2026.", "Today is □."],
  ["another way to write one", "Heute ist Montag, der 3. März 2026.", "Heute ist Montag, der □."],
  ["a Chinese date", "今天是2026年11月29日。", "今天是□年□月□日。"],
  ["a time", "It is 9:30 PM UTC now.", "It is □ now."],
  ["an id", "The ticket is ABC-1234.", "The ticket is □."],
  ["an address", "Write to anna@example.org or https://example.org/a?b=c.", "Write to □."],
  ["a key without digits", `Use ${"abcdefgh".repeat(5)} for it.`, "Use □ for it."],
  ["amounts", "Refund at most $1,234.50 and 20% of it.", "Refund at most $□% of it."],
  ["a list of ids", "Orders: A1, B2 and C3 are late.", "Orders: □ are late."],
  ["a name", "The customer is Anna Schmidt today.", "The customer is □ today."],
  ["a title and a name", "Dear Mr. Jones, hello.", "Dear Mr. □, hello."],
  ["a company", "You are an agent for Acme.", "You are an agent for □."],
  [
    "a value behind a label",
    "Be kind.\nUser name: anna the great\nEnd.",
    "Be kind. User name: □ End.",
  ],
  ["a quoted document", "Use <document id='7'>all\nof this</document> only.", "Use □ only."],
  ["several documents", "<context>a</context>\n<context>b</context> End.", "□ End."],
  ["a text in three quotes", 'Read """what\nthey wrote""" well.', "Read □ well."],
  ["a long fenced block", `See\n\`\`\`\n${"x y ".repeat(200)}\n\`\`\`\nEnd.`, "See □ End."],
])("%s is masked", (_, text, masked) => {
  expect(maskTemplate(text)).toBe(masked);
});

test.each([
  ["a role behind an article", "You are a Customer Support Agent."],
  ["a language", "Translate the text to French."],
  ["nouns of German", "Klassifiziere die Absicht der Nachricht und nenne eine Sprache."],
  ["a short fenced block", 'Answer so: ```json {"a": "b"} ``` and no more.'],
  ["what is no quotation", "Answer in <answer>these tags</answer>."],
  ["instructions behind a label", "Rules: be kind."],
  ["an open quotation", 'Read """what they wrote.'],
])("%s stays", (_, text) => {
  expect(maskTemplate(text)).toBe(text);
});

test("white space is no part of a template", () => {
  expect(maskTemplate("Be  kind.\n\n\tAlways.")).toBe("Be kind. Always.");
});

const two = (n: number): string => String(n).padStart(2, "0");
const pick = fc.constantFrom;
const date = fc
  .date({ min: new Date("1990-01-01"), max: new Date("2089-12-31"), noInvalidDate: true })
  .chain((day) =>
    pick(
      day.toISOString(),
      day.toISOString().slice(0, 10),
      `${two(day.getUTCDate())}.${two(day.getUTCMonth() + 1)}.${day.getUTCFullYear()}`,
      day.toLocaleDateString("en-GB", {
        weekday: "long",
        day: "numeric",
        month: "long",
        year: "numeric",
        timeZone: "UTC",
      }),
      day.toLocaleDateString("en-US", {
        weekday: "short",
        month: "long",
        day: "numeric",
        year: "numeric",
        timeZone: "UTC",
      }),
    ),
  );
const name = fc
  .tuple(
    pick("Anna", "Ben", "Chiara", "Dmitri", "Élodie", "Jürgen"),
    pick(" ", " van ", " de la ", " J. "),
    pick("Schmidt", "Okafor", "O’Brien", "Nowak-Weiss", "Ångström"),
  )
  .map((parts) => parts.join(""));
const company = pick("Acme", "Globex Systems", "Initech", "Umbrella de Sol");
const id = fc.oneof(
  fc.uuid(),
  fc.nat().map((n) => `T-${n}`),
  fc.nat().map((n) => `${n}`),
  fc.stringMatching(/^[a-z]{1,5}[0-9][a-z0-9]{4,10}$/),
);
const documentText = fc
  .array(pick("yes", "Refund 5", "Anna", "{", '"', "\n", "Date: today", "x".repeat(50), "。"), {
    maxLength: 40,
  })
  .map((parts) => parts.join(" "));

const filled = fc
  .record({ date, name, company, id, documentText })
  .map((parts) =>
    [
      `You are the support agent of ${parts.company}. Today is ${parts.date}.`,
      `You talk to ${parts.name} about ticket ${parts.id}.`,
      `Customer name: ${parts.name}`,
      "Answer from what stands here and from nothing else:",
      `<document id="${parts.id}">${parts.documentText}</document>`,
      "Never promise a refund.",
    ].join("\n"),
  );

test("a template stays one template whatever is put into it", () => {
  fc.assert(
    fc.property(filled, filled, (one, other) => {
      expect(maskTemplate(one)).toBe(maskTemplate(other));
    }),
  );
});

test("nothing but what varies is taken out of a text in small letters", () => {
  const word = fc.stringMatching(/^[a-z]{1,12}$/).filter((text) => text !== "and" && text !== "or");
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), (words) => {
      expect(maskTemplate(words.join(" "))).toBe(words.join(" "));
    }),
  );
});

test("any text has a template of bounded length without a digit, and is read in bounded time", () => {
  const signs = fc.string({ unit: "grapheme", maxLength: 300 });
  const marks = fc
    .array(pick("<document>", '"""', "```", "Date: ", "Anna ", "5", "\n", " and ", "May ", ", "))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.oneof(signs, marks), (text) => {
      const masked = maskTemplate(text);
      expect(masked.length).toBeLessThanOrEqual(8_192);
      expect(masked).not.toMatch(/[0-9]/);
    }),
  );
  expect(maskTemplate("<document>".repeat(100_000)).length).toBe(8_192);
  expect(maskTemplate("7 ".repeat(500_000))).toContain(MASK);
});
