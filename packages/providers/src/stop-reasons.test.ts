import { expect, test } from "vitest";
import { cutAt, fixture } from "./streams.fixture.ts";
import { wireFor } from "./wire-for.ts";

type Case = readonly [file: string, path: string, reason: string | undefined];

const streams: readonly Case[] = [
  ["openai-chat-stream.sse", "/v1/chat/completions", "end"],
  ["openai-chat-tools-stream.sse", "/v1/chat/completions", "tool-calls"],
  ["openai-chat-error-stream.sse", "/v1/chat/completions", undefined],
  ["openai-responses-stream.sse", "/v1/responses", "end"],
  ["openai-responses-incomplete-stream.sse", "/v1/responses", "length"],
  ["anthropic-messages-stream.sse", "/v1/messages", "end"],
  ["anthropic-messages-tools-stream.sse", "/v1/messages", "tool-calls"],
  ["gemini-stream.sse", "/gemini/v1beta/models/m:streamGenerateContent?alt=sse", "end"],
];
const answers: readonly Case[] = [
  ["openai-chat.json", "/v1/chat/completions", "end"],
  ["openai-responses.json", "/v1/responses", "end"],
  ["anthropic-messages.json", "/v1/messages", "end"],
  ["gemini-answer.json", "/gemini/v1beta/models/m:generateContent", "end"],
  ["bedrock-converse.json", "/bedrock/model/m/converse", "end"],
];

function readingOf([file, path]: Case, stream: boolean) {
  const [name, query] = path.split("?");
  const wire = wireFor("POST", name as string, {}, query);
  const meter = wire.createMeter({ stream, hideUsageChunk: false, maxRetainedBytes: 1_000_000 });
  for (const piece of cutAt(fixture(file), [64, 701])) meter.push(piece);
  meter.finish();
  return meter.reading();
}

test.each(streams)("%s says why the model stopped", (...one) => {
  expect(readingOf(one, true).stopReason).toBe(one[2]);
});

test.each(answers)("%s says why the model stopped", (...one) => {
  expect(readingOf(one, false).stopReason).toBe(one[2]);
});

test("an answer that was cut counts before others that ended", () => {
  const wire = wireFor("POST", "/v1/chat/completions", {});
  const meter = wire.createMeter({ stream: false, hideUsageChunk: false, maxRetainedBytes: 1_000 });
  const choices = ["length", "stop"].map((finish_reason, index) => ({ index, finish_reason }));
  meter.push(Buffer.from(JSON.stringify({ choices })));
  meter.finish();
  expect(meter.reading().stopReason).toBe("length");
});
