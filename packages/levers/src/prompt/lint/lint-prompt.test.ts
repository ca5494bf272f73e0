import fc from "fast-check";
import { expect, test } from "vitest";
import { draftOf, lintPrompt } from "./lint-prompt.ts";

const rulesOf = (prompt: string): readonly string[] => lintPrompt(prompt).map(({ rule }) => rule);
const draft = (prompt: string): string => draftOf(prompt, lintPrompt(prompt));
const quoted = (prompt: string): readonly string[] =>
  lintPrompt(prompt).map(({ start, end }) => prompt.slice(start, end));

test("a sentence that the prompt has before is found where it comes again, with its line", () => {
  const prompt =
    "Answer in the customer's own language.\nBe brief.\n- Answer in the  customer's own language!\nStop.\n";
  expect(rulesOf(prompt)).toEqual(["repeated_sentence"]);
  expect(draft(prompt)).toBe("Answer in the customer's own language.\nBe brief.\nStop.\n");
});

test("a paragraph that comes again is one finding, not one for each of its sentences", () => {
  const paragraph =
    "Look the order up before you say anything about it. If it is not there, say that it is not there.";
  expect(rulesOf(`${paragraph}\n\nThen close.\n\n${paragraph}`)).toEqual(["repeated_block"]);
});

test("instructions of the same words in another order are shown, never replaced", () => {
  const prompt =
    "Always cite the source document for every claim.\nFor every claim, the source document is always cited.";
  const [finding] = lintPrompt(prompt);
  expect(finding).toMatchObject({ rule: "similar_instruction", replacement: undefined });
  expect(draft(prompt)).toBe(prompt);
});

test("sentences that differ in a number, a negation or a quoted name are not similar", () => {
  for (const [one, other] of [
    [
      "Refund orders of the customer within 30 days.",
      "Refund orders of the customer within 14 days.",
    ],
    [
      "Show the customer the internal order note.",
      "Do not show the customer the internal order note.",
    ],
    ["Write the customer's order to `orders` now.", "Write the customer's order to `returns` now."],
  ]) {
    expect(rulesOf(`${one}\n${other}`)).toEqual([]);
  }
});

test("filler and politeness are replaced within their sentence, which keeps its capital", () => {
  expect(draft("In order to help, look it up.")).toBe("To help, look it up.");
  expect(draft("Please note that the shop closes at six.")).toBe("The shop closes at six.");
  expect(draft("Could you please answer in order to help?")).toBe("Answer to help?");
  expect(draft("Answer briefly, please.\nThank you very much!\nStop.")).toBe(
    "Answer briefly.\nStop.",
  );
});

test.each([
  'Always end with "Thank you for calling!"',
  "Say 'please hold' when you put somebody through.",
  "Never write `in order to` in code.",
  "Add a note that explains the change.",
  "Ask the user to remember that the shop closes.",
  "If you are asked to stop, stop.",
  "Sort with respect to date.",
  "Express the result in terms of x.",
])("what is said by it stays: %s", (prompt) => {
  expect(draft(prompt)).toBe(prompt);
});

test("a ruler that the prompt speaks of stays, and one that it does not goes", () => {
  const text = "------\nthe text\n------\n";
  const named = `Summarise what stands between the ----- lines.\n${text}`;

  expect(draft(named)).toBe(named);
  expect(draft(`Summarise this.\n${text}`)).toBe("Summarise this.\nthe text\n");
});

test("what two examples share stays in both", () => {
  const shared = "Customer: My parcel has not arrived, and I have been waiting for two weeks.";
  const example = (end: string) => `<example>\n${shared}\n\nAgent: ${end}\n</example>`;
  const prompt = `Help.\n${example("I am sorry.")}\n${example("Please hold.")}`;

  expect(draft(prompt)).toBe(prompt);
});

test("fenced blocks are left as they are", () => {
  const fenced = "```\nplease   in order to\n\n\n\n=======\n```\n";
  expect(rulesOf(fenced)).toEqual([]);
});

test("rulers, blank lines and columns are padding", () => {
  const prompt = "# Role\n==========\nYou sell shoes.   \n\n\n\n| size     | price |\n";
  expect(draft(prompt)).toBe("# Role\nYou sell shoes.\n\n| size | price |\n");
});

test("an example that is much of the prompt is shown, never replaced", () => {
  const example = `<example>\n${"Customer asks, agent answers. \n".repeat(60)}</example>`;
  const prompt = `Help the customer.\n${example}`;
  const [first] = lintPrompt(prompt);
  expect(first).toMatchObject({ rule: "long_example", replacement: undefined });
  expect(quoted(prompt)[0]).toBe(example);
});

test("places are within the prompt and replacements do not overlap, whatever the prompt", () => {
  const piece = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(
      "Please ",
      "in order to ",
      "\n",
      "\n\n\n",
      "```\n",
      "- ",
      "Thank you!",
      "======\n",
      "<example>",
    ),
    fc.constant("Always answer the customer in their own language. "),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const prompt = pieces.join("");
      const findings = lintPrompt(prompt);
      for (const { start, end } of findings) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(prompt.length);
      }
      expect(draftOf(prompt, findings).length).toBeLessThanOrEqual(prompt.length);
    }),
  );
});
