import fc from "fast-check";
import { expect, test } from "vitest";
import { fixture } from "../streams.fixture.ts";
import { readRecordedAnswer } from "./read-recorded-answer.ts";

const gemini = (body: string | Uint8Array) => readRecordedAnswer({ provider: "gemini", body });
const openai = (body: string | Uint8Array) => readRecordedAnswer({ provider: "openai", body });

test("cumulative usage of a stream counts once, as events and as a list alike", () => {
  const events = gemini(fixture("gemini-stream-usage.sse"));
  const list = gemini(fixture("gemini-stream-array.json"));

  expect(events.usage).toEqual({ input: 8, output: 4, reasoning: 32 });
  expect(list).toEqual(events);
});

test("a stream that was cut before a reason to finish has no usage, though a figure was seen", () => {
  const text = fixture("gemini-stream-usage.sse").toString("utf8");
  const cut = gemini(text.slice(0, text.lastIndexOf("data:")));

  expect(cut).toMatchObject({ state: "truncated", usageOrigin: "none", usage: {} });
  expect(cut.rawUsage).toMatchObject({ candidatesTokenCount: 2 });
});

test("an assistant's run counts once, not with its steps", () => {
  expect(openai(fixture("openai-run-stream.sse")).usage).toEqual(
    openai(fixture("openai-run.json")).usage,
  );
});

test("a run that waits for tools states no usage yet", () => {
  const read = openai(fixture("openai-run-waiting-stream.sse"));

  expect(read).toMatchObject({ api: "openai.runs", usageOrigin: "none", usage: {} });
});

test("Bedrock's counts are taken from the head where the body has none", () => {
  const body = fixture("bedrock-invoke-mistral.json");
  const headers = {
    "x-amzn-bedrock-input-token-count": "31",
    "x-amzn-bedrock-output-token-count": "17",
  };

  expect(readRecordedAnswer({ provider: "bedrock", body, headers }).usage).toEqual({
    input: 31,
    output: 17,
  });
  expect(readRecordedAnswer({ provider: "bedrock", body })).toMatchObject({
    usageOrigin: "none",
    usage: {},
  });
});

test("a filtered image is not counted", () => {
  const body = '{"images":["AAAA",null],"finish_reasons":[null,"Filter reason: output image"]}';

  expect(readRecordedAnswer({ provider: "bedrock", body }).usage).toEqual({ images: 1 });
});

test.each([
  ["", "truncated", "no body"],
  ['{"usage":{"prompt_tokens":1', "truncated", "broke off"],
  ['[{"usageMetadata":{}},3]', "garbled", "element 2"],
  ['{"a":1}\n4', "garbled", "line 2"],
  ["12", "garbled", "neither an object"],
  ['{"weather":"fine"}', "complete", "its members are weather"],
])("%j has no usage and says why", (body, state, problem) => {
  const read = openai(body);

  expect(read).toMatchObject({ state, usage: {}, usageOrigin: "none" });
  expect(read.problem).toContain(problem);
});

test("what is free says so and has no usage", () => {
  const read = openai(fixture("openai-moderation.json"));

  expect(read.unbilled).toBe("moderation is free of charge");
  expect(read.usage).toEqual({});
});

const streams = [
  ["openai", "openai-chat-stream.sse"],
  ["openai", "openai-responses-stream.sse"],
  ["openai", "openai-run-stream.sse"],
  ["anthropic", "anthropic-messages-stream.sse"],
  ["gemini", "gemini-stream-usage.sse"],
  ["gemini", "gemini-stream-array.json"],
  ["cohere", "cohere-v2-chat-stream.sse"],
  ["bedrock", "bedrock-converse-stream.jsonl"],
  ["bedrock", "bedrock-invoke-claude-stream.jsonl"],
] as const;

test.each(streams)("%s: %s, cut anywhere, has its whole usage or none", (provider, name) => {
  const bytes = fixture(name);
  const { usage } = readRecordedAnswer({ provider, body: bytes });

  fc.assert(
    fc.property(fc.nat(bytes.length), (end) => {
      const read = readRecordedAnswer({ provider, body: bytes.subarray(0, end) });
      expect([{}, usage]).toContainEqual(read.usage);
    }),
    { numRuns: 60 },
  );
});

test("no bytes at all make the reader throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.uint8Array()), (body) => {
      expect(() => openai(body)).not.toThrow();
    }),
  );
});
