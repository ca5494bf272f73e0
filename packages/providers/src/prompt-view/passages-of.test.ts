import { expect, test } from "vitest";
import { passagesOf } from "./passages-of.ts";
import { promptViewOf } from "./prompt-view-of.ts";

const view = (texts: readonly string[]) => {
  const seen = promptViewOf("anthropic.messages", {
    ...{ model: "claude-sonnet-4-5", max_tokens: 10 },
    messages: [
      {
        role: "user",
        content: [
          ...texts.map((data) => ({
            type: "document",
            source: { type: "text", media_type: "text/plain", data },
          })),
          { type: "text", text: "Why?" },
        ],
      },
    ],
  });
  if (seen === undefined) throw new Error("the request is not read");
  return seen;
};
const words = (word: string, count: number): string =>
  Array.from({ length: count }, (_, index) => `${word}${index}`).join(" ");

test("passages are counted in bytes, and what is repeated is no more than its passage", () => {
  const text = words("ü", 20);

  expect(passagesOf(view([text, text]))).toEqual({
    texts: [text, text],
    bytes: 2 * Buffer.byteLength(text),
    repeatedBytes: Buffer.byteLength(text),
  });
});

test("a prompt without documents has no passages, and in very long ones nothing is looked for", () => {
  expect(passagesOf(view([]))).toBeUndefined();

  const long = words("word", 9_000);
  expect(passagesOf(view([long, long]))?.repeatedBytes).toBeUndefined();
});
