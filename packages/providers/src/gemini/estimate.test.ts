import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { afterAll, expect, test } from "vitest";
import { type EstimatedUsage, estimateUsage } from "../estimate/estimate-usage.ts";
import { closeEstimator } from "../estimate/token-counter.ts";
import { fixture } from "../streams.fixture.ts";
import { wireFor } from "../wire-for.ts";

afterAll(closeEstimator);

const tokens = (text: string): number => countTokens(text, { disallowedSpecial: new Set() });

function estimateCut({
  path,
  query,
  request,
  stream,
}: Readonly<{
  path: string;
  query?: string;
  request: Record<string, unknown>;
  stream: Buffer;
}>): Promise<EstimatedUsage | undefined> {
  const wire = wireFor("POST", path, {}, query);
  const meter = wire.createMeter({ stream: true, hideUsageChunk: true, maxRetainedBytes: 1e6 });
  meter.push(stream);
  meter.finish();
  const read = wire.readRequest(Buffer.from(JSON.stringify(request)), path);
  return estimateUsage({ wire, request: read, meter });
}

const geminiPath = "/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent";
const geminiRequest = {
  systemInstruction: { parts: [{ text: "You are terse." }] },
  contents: [{ role: "user", parts: [{ text: "Tell me about the tides" }] }],
};

test("a cut stream of Gemini's has the provider's own figures so far, in either framing", async () => {
  const events = fixture("gemini-stream.sse");
  const array = fixture("gemini-stream.json");

  const ofEvents = await estimateCut({
    path: geminiPath,
    query: "alt=sse",
    request: geminiRequest,
    stream: events.subarray(0, events.indexOf("; a backslash")),
  });
  const ofArray = await estimateCut({
    path: geminiPath,
    request: geminiRequest,
    stream: array.subarray(0, array.indexOf("; a backslash")),
  });

  const text = "Tides rise – twice a day [roughly]";
  // By the provider's count 9, and 31 of thoughts, which need not be shown.
  expect(ofEvents?.usage).toEqual({
    input: 276,
    cache_read: 1024,
    output: Math.max(9, tokens(text)),
    reasoning: 31,
  });
  expect(ofArray?.usage).toEqual(ofEvents?.usage);
  expect(ofEvents?.reason).toContain("the provider's own figure so far");
});

test("without any figure Gemini's prompt and text are counted, its thoughts as reasoning", async () => {
  const thought = { candidates: [{ content: { parts: [{ text: "The moon", thought: true }] } }] };
  const text = { candidates: [{ content: { parts: [{ text: "Tides rise" }] } }] };

  const estimate = await estimateCut({
    path: geminiPath,
    query: "alt=sse",
    request: geminiRequest,
    stream: Buffer.from(`data: ${JSON.stringify(thought)}\n\ndata: ${JSON.stringify(text)}\n\n`),
  });

  expect(estimate?.usage).toEqual({
    input: tokens("You are terse.") + tokens("Tell me about the tides"),
    output: tokens("Tides rise"),
    reasoning: tokens("The moon"),
  });
});

test("a prompt with a picture, or with content that Google keeps, cannot be counted", async () => {
  const picture = { inlineData: { mimeType: "image/png", data: "" } };
  const requests = [
    { contents: [{ role: "user", parts: [picture] }] },
    { ...geminiRequest, cachedContent: "cachedContents/1" },
  ];
  for (const request of requests) {
    const stream = Buffer.from('data: {"candidates":[{"content":{"parts":[{"text":"a"}]}}]}\n\n');
    expect(
      await estimateCut({ path: geminiPath, query: "alt=sse", request, stream }),
    ).toBeUndefined();
  }
});
