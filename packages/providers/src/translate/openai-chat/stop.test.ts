import { expect, test } from "vitest";
import { FoldedAnswer } from "../fold-events.ts";
import { TranslationNotes } from "../notes.ts";
import { openaiChat } from "./format.ts";

const called = {
  tool_calls: [
    { index: 0, id: "a", type: "function", function: { name: "get_time", arguments: "{}" } },
  ],
};

const whole = (message: object, finish_reason: string) =>
  openaiChat.readAnswer(
    { choices: [{ index: 0, message, finish_reason }] },
    new TranslationNotes(),
  );

function streamed(delta: object, finish_reason: string) {
  const reader = openaiChat.streamReader(new TranslationNotes());
  const folded = new FoldedAnswer();
  for (const choice of [
    { index: 0, delta, finish_reason: null },
    { index: 0, delta: {}, finish_reason },
  ]) {
    const chunk = Buffer.from(`data: ${JSON.stringify({ choices: [choice] })}\n\n`);
    for (const event of reader.push(chunk)) folded.add(event);
  }
  return folded.answer();
}

test("an answer that calls tools and ends as any other ends with its calls", () => {
  for (const read of [whole, streamed]) {
    expect(read(called, "stop").stop).toEqual({ reason: "tool-calls" });
    expect(read(called, "length").stop).toEqual({ reason: "length" });
    expect(read({ content: "No." }, "stop").stop).toEqual({ reason: "end" });
    expect(read({ ...called, refusal: "No." }, "stop").stop).toEqual({ reason: "refusal" });
  }
});
