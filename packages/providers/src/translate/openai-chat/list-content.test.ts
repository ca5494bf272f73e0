import { expect, test } from "vitest";
import { FoldedAnswer } from "../fold-events.ts";
import { TranslationNotes } from "../notes.ts";
import { openaiChat } from "./format.ts";

/** As Mistral's reasoning models answer (`ThinkChunk` and `TextChunk` in the npm package @mistralai/mistralai 2.7.0). */
const thought = (text: string) => ({ type: "thinking", thinking: [{ type: "text", text }] });
const said = (text: string) => ({ type: "text", text });
const parts = [
  { kind: "thinking", text: "6 by 7 is" },
  { kind: "text", text: "42." },
];

function whole(content: unknown) {
  const notes = new TranslationNotes();
  const choices = [{ index: 0, message: { content }, finish_reason: "stop" }];
  return { parts: openaiChat.readAnswer({ choices }, notes).parts, lost: notes.lost };
}

function streamed(...contents: readonly unknown[]) {
  const notes = new TranslationNotes();
  const reader = openaiChat.streamReader(notes);
  const folded = new FoldedAnswer();
  for (const content of contents) {
    const chunk = { choices: [{ index: 0, delta: { content }, finish_reason: null }] };
    for (const event of reader.push(Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`)))
      folded.add(event);
  }
  return { parts: folded.answer().parts, lost: notes.lost };
}

test("content that is a list of thinking and texts is read whole", () => {
  expect(whole([thought("6 by 7 is"), said("42.")])).toEqual({ parts, lost: [] });
  expect(whole([thought("6 by"), thought(" 7 is"), said("4"), said("2.")])).toEqual({
    parts,
    lost: [],
  });
  expect(streamed([thought("6 by")], [thought(" 7 is"), said("4")], "2", [said(".")])).toEqual({
    parts,
    lost: [],
  });
});

test("what else stands in such a list is told as lost", () => {
  const reference = { type: "reference", reference_ids: [1] };

  for (const read of [whole, streamed]) {
    const { parts: kept, lost } = read([said("42."), reference]);

    expect(kept).toEqual([{ kind: "text", text: "42." }]);
    expect(lost.map(({ field }) => field)).toEqual(["content (reference)"]);
  }
});
