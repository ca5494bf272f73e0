import fc from "fast-check";
import { expect, test } from "vitest";
import { WatchedStream } from "./watched-stream.ts";

/** Texts of which many stand for themselves, and some hold what ends a string, an event or the other text. */
const texts = fc.array(
  fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.string({ unit: "grapheme", maxLength: 4 }),
    fc.constantFrom(" the", "\n\n", '"', "\\", "Zoë", "chatcmpl-1", "assistant", "data: ", ""),
  ),
  { maxLength: 40 },
);

const chunk = (delta: unknown, padding: string): string =>
  `data: ${JSON.stringify({
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    model: "gpt-5.4-mini",
    choices: [{ index: 0, delta, finish_reason: null }],
    usage: null,
    obfuscation: padding,
  })}\n\n`;

const readAll = (format: "openai.chat_completions" | "anthropic.messages", events: string[]) => {
  const watched = WatchedStream.of(format, "text/event-stream") as WatchedStream;
  return events.flatMap((event) => [...watched.read(Buffer.from(event))]);
};

test("a chat's texts are read as JSON.parse reads them, whichever of its events are alike", () => {
  fc.assert(
    fc.property(texts, fc.array(fc.base64String({ maxLength: 8 })), (pieces, paddings) => {
      const events = pieces.map((content, index) =>
        chunk({ content }, paddings[index % Math.max(1, paddings.length)] ?? "x"),
      );
      const read = readAll("openai.chat_completions", events);
      expect(read.map(({ text }) => text)).toEqual(pieces);
      expect(read.map(({ produced }) => produced)).toEqual(pieces);
      expect(read.map(({ end }) => end)).toEqual(events.map((event) => Buffer.byteLength(event)));
    }),
  );
});

test("an event that differs from those before it in more than its text is read for itself", () => {
  const call = { tool_calls: [{ index: 0, function: { name: "f", arguments: "{}" } }] };
  const events = [
    chunk({ content: " a" }, "p"),
    chunk({ content: " b" }, "q"),
    chunk(call, "r"),
    chunk({ content: " c" }, "s"),
    chunk({ refusal: " d" }, "t"),
  ];

  const read = readAll("openai.chat_completions", events);

  expect(read.map(({ text, hasToolCall, produced }) => [text, hasToolCall, produced])).toEqual([
    [" a", false, " a"],
    [" b", false, " b"],
    ["", true, "f{}"],
    [" c", false, " c"],
    ["", false, " d"],
  ]);
});

test("a message's texts are read as they are, of whichever block", () => {
  const event = (index: number, text: string): string =>
    `event: content_block_delta\ndata: ${JSON.stringify({
      type: "content_block_delta",
      index,
      delta: { type: "text_delta", text },
    })}\n\n`;
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(1), fc.string({ unit: "grapheme" }))), (pieces) => {
      const read = readAll(
        "anthropic.messages",
        pieces.map(([index, text]) => event(index, text)),
      );
      expect(read.map(({ text }) => text)).toEqual(pieces.map(([, text]) => text));
    }),
  );
});
