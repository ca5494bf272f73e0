import { expect, test } from "vitest";
import { context } from "../answer.fixture.ts";
import type { AnswerEvent } from "../answer.ts";
import { TranslationNotes } from "../notes.ts";
import { openaiChat } from "./format.ts";

type Chunk = Readonly<{
  choices: readonly Readonly<{
    delta: Readonly<{
      tool_calls?: readonly Readonly<{ index: number; function: { arguments: string } }>[];
    }>;
  }>[];
}>;

/** The arguments of each call, put together as OpenAI's clients do. */
function argumentsIn(events: readonly AnswerEvent[]): readonly string[] {
  const writer = openaiChat.streamWriter(context, new TranslationNotes());
  const texts: string[] = [];
  for (const event of events) {
    const written = writer.write(event);
    if (written === undefined) continue;
    const chunk = JSON.parse((written as string).slice("data: ".length)) as Chunk;
    for (const call of chunk.choices[0]?.delta.tool_calls ?? []) {
      texts[call.index] = (texts[call.index] ?? "") + call.function.arguments;
    }
  }
  return texts;
}

const begun = (id: string): AnswerEvent => ({
  kind: "part-start",
  part: { kind: "tool-call", id, name: "now" },
});

test("a call whose provider streams no input has the empty object as its arguments", () => {
  const over = { kind: "part-end" } as const;

  expect(
    argumentsIn([
      begun("a"),
      over,
      begun("b"),
      { kind: "delta", text: "" },
      over,
      begun("c"),
      { kind: "delta", text: '{"zone":' },
      { kind: "delta", text: '"UTC"}' },
      over,
    ]),
  ).toEqual(["{}", "{}", '{"zone":"UTC"}']);
});

test("a whole answer's call without input has the same", () => {
  const answer = {
    parts: [{ kind: "tool-call", id: "a", name: "now", inputText: "" }],
  } as const;

  expect(openaiChat.writeAnswer(answer, context, new TranslationNotes())).toMatchObject({
    choices: [{ message: { tool_calls: [{ function: { arguments: "{}" } }] } }],
  });
});
