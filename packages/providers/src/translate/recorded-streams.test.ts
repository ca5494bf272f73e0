import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { context } from "./answer.fixture.ts";
import { AnswerTranslation } from "./answer-translation.ts";
import { anthropicMessages } from "./anthropic-messages/format.ts";
import { FoldedAnswer } from "./fold-events.ts";
import type { TranslatedFormat } from "./format.ts";
import { translatedFormats } from "./formats.ts";
import { TranslationNotes } from "./notes.ts";
import { openaiChat } from "./openai-chat/format.ts";

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/${name}`, import.meta.url));

/** Streams in the providers' documented shapes; see `fixtures/README.md`. */
const streams: readonly (readonly [name: string, format: TranslatedFormat])[] = [
  ["anthropic-messages-stream.sse", anthropicMessages],
  ["anthropic-messages-tools-stream.sse", anthropicMessages],
  ["openai-chat-stream.sse", openaiChat],
  ["openai-chat-tools-stream.sse", openaiChat],
  ["azure-openai-chat-stream.sse", openaiChat],
  ["groq-chat-stream.sse", openaiChat],
  ["mistral-chat-stream.sse", openaiChat],
  ["openrouter-chat-stream.sse", openaiChat],
];

function read(format: TranslatedFormat, chunks: readonly Buffer[]) {
  const reader = format.streamReader(new TranslationNotes());
  const folded = new FoldedAnswer();
  for (const chunk of chunks) for (const event of reader.push(chunk)) folded.add(event);
  for (const event of reader.finish()) folded.add(event);
  return folded;
}

function translated(bytes: Buffer, from: TranslatedFormat, to: TranslatedFormat, cut: number) {
  const translation = new AnswerTranslation({
    provider: from,
    client: to,
    status: 200,
    stream: true,
    context,
  });
  const pieces = [
    translation.push(bytes.subarray(0, cut)),
    translation.push(bytes.subarray(cut)),
    translation.finish(),
  ];
  return Buffer.concat(pieces.filter((piece) => piece !== undefined));
}

describe.each(streams)("%s", (name, format) => {
  const bytes = fixture(name);

  test("is read whole: parts, usage, the reason of its end", () => {
    const folded = read(format, [bytes]);
    const answer = folded.answer();

    expect(folded.ended).toBe(true);
    expect(folded.error).toBeUndefined();
    expect(answer.parts.length).toBeGreaterThan(0);
    expect(answer.stop).toBeDefined();
    expect(answer.usage?.output).toBeGreaterThan(0);
    for (const part of answer.parts) {
      if (part.kind === "tool-call")
        expect(() => JSON.parse(part.inputText) as unknown).not.toThrow();
    }
  });

  test("gives the same bytes in another format, wherever its own are cut", () => {
    for (const to of translatedFormats) {
      if (to === format) continue;
      const whole = translated(bytes, format, to, 0);
      const said = read(format, [bytes]).answer().parts;

      expect(
        read(to, [whole])
          .answer()
          .parts.map(({ kind }) => kind),
      ).toEqual(said.map(({ kind }) => kind));
      for (let cut = 1; cut < bytes.length; cut += 1) {
        if (!translated(bytes, format, to, cut).equals(whole)) throw new Error(`cut at ${cut}`);
      }
    }
  });
});

test("an error within a stream becomes the client's, and nothing follows it", () => {
  for (const [name, from] of [
    ["anthropic-messages-error-stream.sse", anthropicMessages],
    ["openai-chat-error-stream.sse", openaiChat],
  ] as const) {
    const bytes = fixture(name);
    for (const to of translatedFormats) {
      if (to === from) continue;
      const folded = read(to, [translated(bytes, from, to, 0)]);

      expect(folded.error?.message).toBe(read(from, [bytes]).error?.message);
      expect(folded.ended).toBe(false);
    }
  }
});
