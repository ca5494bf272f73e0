import { expect, test } from "vitest";
import { type ReadAnswer, readAnswer } from "./said-in.ts";
import { isToldByForm, saysTheSame } from "./told-by-form.ts";

const LONG = "The printer on the second floor is on fire, because its fuser was left running.";

function answered(message: object): ReadAnswer {
  const choices = [{ index: 0, finish_reason: "stop", message: { role: "assistant", ...message } }];
  const body = Buffer.from(JSON.stringify({ id: "a", object: "chat.completion", choices }));
  return readAnswer("openai.chat_completions", { body, stream: false });
}
const fenced = (json: object): string => `\`\`\`json\n${JSON.stringify(json)}\n\`\`\``;
const text = (content: string): ReadAnswer => answered({ content });
const called = (...calls: readonly (readonly [string, string])[]): ReadAnswer =>
  answered({
    content: "Let me see.",
    tool_calls: calls.map(([name, args], index) => ({
      ...{ id: `call_${index}`, type: "function", function: { name, arguments: args } },
    })),
  });
const refused = answered({ content: null, refusal: "No." });

test.each<readonly [string, ReadAnswer, ReadAnswer, boolean]>([
  ["the same word", text("hardware"), text("Hardware."), true],
  ["another word", text("hardware"), text("billing"), false],
  ["an essay in place of a word", text("hardware"), text(LONG), false],
  ["the same JSON", text('{"a":1,"b":2}'), text('{"b":2,"a":1}'), true],
  [
    "JSON in a code block",
    text(fenced({ queue: "hardware", why: LONG })),
    text(fenced({ why: LONG, queue: "hardware" })),
    true,
  ],
  [
    "bare JSON where the reference's is in a code block",
    text(fenced([LONG])),
    text(JSON.stringify([LONG])),
    true,
  ],
  ["other JSON in a code block", text(fenced({ a: LONG })), text(fenced({ a: "" })), false],
  ["nothing", text("hardware"), text(" "), false],
  ["a refusal", text("No."), refused, false],
  ["a refusal where the reference refuses", refused, refused, true],
  ["nothing where the reference says nothing", text(""), text("\n"), true],
  ["a call of a tool", text("hardware"), called(["sort", "{}"]), false],
  ["a word in place of a call", called(["sort", "{}"]), text("hardware"), false],
  [
    "the same call",
    called(["sort", '{"to":"a","by":1}']),
    called(["sort", '{"by":1,"to":"a"}']),
    true,
  ],
  [
    "the same calls",
    called(["sort", "{}"], ["tag", ""]),
    called(["tag", "{}"], ["sort", "{}"]),
    true,
  ],
  ["other arguments", called(["sort", '{"to":"a"}']), called(["sort", '{"to":"b"}']), false],
  ["arguments that are no JSON", called(["sort", "{}"]), called(["sort", "{"]), false],
  ["one call of two", called(["sort", "{}"], ["tag", "{}"]), called(["sort", "{}"]), false],
])("beside such an answer form tells: %s", (_, reference, other, isSame) => {
  expect(isToldByForm(reference.said)).toBe(true);
  expect(saysTheSame(reference.said, other.said)).toBe(isSame);
});

test("beside a long text, and what is not read, form does not tell, whether the other is the same or not", () => {
  const several = readAnswer("openai.chat_completions", {
    body: Buffer.from(JSON.stringify({ choices: [{}, {}] })),
    stream: false,
  });

  expect(isToldByForm(text(LONG).said)).toBe(false);
  expect(several.said.kind).toBe("unreadable");
  expect(isToldByForm(several.said)).toBe(false);
  expect(saysTheSame(several.said, several.said)).toBe(false);
});
