import fc from "fast-check";
import { expect, test } from "vitest";
import { converseFrames } from "../bedrock/streams.fixture.ts";
import { cutAt, fixture } from "../streams.fixture.ts";
import type { Wire } from "../wire.ts";
import { wireFor } from "../wire-for.ts";
import { WatchedStream } from "./watched-stream.ts";

const wireOf = (path: string): Wire => {
  const [name, query] = path.split("?");
  return wireFor("POST", name as string, {}, query);
};

const cases = [
  ["openai-chat-stream.sse", "/v1/chat/completions"],
  ["openai-chat-tools-stream.sse", "/v1/chat/completions"],
  ["openai-responses-stream.sse", "/v1/responses"],
  ["openai-responses-tools-stream.sse", "/v1/responses"],
  ["anthropic-messages-stream.sse", "/v1/messages"],
  ["anthropic-messages-tools-stream.sse", "/v1/messages"],
  ["gemini-stream.sse", "/gemini/v1beta/models/m:streamGenerateContent?alt=sse"],
] as const;

const options = { stream: true, hideUsageChunk: false, maxRetainedBytes: 1_000_000 };
const usage = { input: 7, output: 3 };

/** The stream relayed by a meter, ended behind its `after`-th event, and read again by a fresh meter. */
function endedAfter(
  wire: Wire,
  pieces: readonly Buffer[],
  after: number,
  as: "finished" | "limit",
) {
  const meter = wire.createMeter(options);
  const watched = WatchedStream.of(wire.format, "text/event-stream") as WatchedStream;
  const sent: Buffer[] = [];
  let events = 0;
  relay: for (const piece of pieces) {
    const passed = meter.push(piece);
    if (passed === undefined) continue;
    for (const { end } of watched.read(passed)) {
      events += 1;
      if (events < after) continue;
      sent.push(passed.subarray(0, end));
      break relay;
    }
    sent.push(passed);
  }
  sent.push(watched.end({ as, usage, includeUsage: true }));
  const again = wire.createMeter(options);
  for (const piece of sent) again.push(piece);
  again.finish();
  return { reading: again.reading(), text: Buffer.concat(sent).toString("utf8") };
}

test.each(cases)("%s can be ended behind any event, and is then a whole stream", (file, path) => {
  const wire = wireOf(path);
  const bytes = fixture(file);
  fc.assert(
    fc.property(fc.nat(20), fc.array(fc.nat(bytes.length), { maxLength: 4 }), (after, cuts) => {
      const positions = [...cuts].sort((a, b) => a - b);
      for (const [as, stopReason] of [
        ["finished", "end"],
        ["limit", "length"],
      ] as const) {
        const { reading } = endedAfter(wire, cutAt(bytes, positions), after + 1, as);
        expect(reading).toMatchObject({ state: "complete", stopReason, usage });
      }
    }),
    { numRuns: 30 },
  );
});

test("a ConverseStream can be ended behind any frame, and is then a whole stream", () => {
  const wire = wireOf("/bedrock/model/m/converse-stream");
  const frames = converseFrames();
  for (let after = 1; after < frames.length - 1; after++) {
    const { reading } = endedAfter(wire, frames, after, "limit");
    expect(reading).toMatchObject({ state: "complete", stopReason: "length", usage });
  }
  const read = [...(WatchedStream.of(wire.format, "")?.read(Buffer.concat(frames)) ?? [])];
  expect(read.filter(({ text }) => text !== "").length).toBeGreaterThan(0);
  expect(read.some(({ hasToolCall, produced }) => hasToolCall && produced !== "")).toBe(true);
});

test("usage that the client did not ask for stays out of a chat stream", () => {
  const watched = WatchedStream.of("openai.chat_completions", "text/event-stream");
  const end = watched?.end({ as: "limit", usage, includeUsage: false }).toString("utf8");
  expect(end).not.toContain("usage");
  expect(end).toMatch(/"finish_reason":"length".*\n\ndata: \[DONE\]\n\n$/);
});

test("texts in a chat stream's lists of content are visible, thinking is only produced", () => {
  const watched = WatchedStream.of("openai.chat_completions", "text/event-stream") as WatchedStream;
  const thought = { type: "thinking", thinking: [{ type: "text", text: "Well" }] };
  const stream = [thought, ...["One", "Two"].map((text) => ({ type: "text", text }))]
    .map((part) => ({ choices: [{ index: 0, delta: { content: [part] } }] }))
    .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
    .join("");
  expect([...watched.read(Buffer.from(stream))]).toMatchObject([
    { text: "", produced: "Well" },
    { text: "One", produced: "One" },
    { text: "Two", produced: "Two" },
  ]);
});

test("the array of Gemini's other form is closed", () => {
  const watched = WatchedStream.of("gemini.generate_content", "application/json") as WatchedStream;
  const chunk = { candidates: [{ content: { parts: [{ text: "Hi" }] } }], modelVersion: "m" };
  const sent = `[${JSON.stringify(chunk)}`;
  expect([...watched.read(Buffer.from(sent))]).toMatchObject([{ text: "Hi", produced: "Hi" }]);
  const end = watched.end({ as: "limit", usage, includeUsage: true }).toString("utf8");
  expect(JSON.parse(`${sent},\n${end}`)).toMatchObject([
    chunk,
    { candidates: [{ finishReason: "MAX_TOKENS" }], usageMetadata: { totalTokenCount: 10 } },
  ]);
});

test("formats whose streams have no end of their own to write are left alone", () => {
  expect(WatchedStream.of("bedrock.invoke_model", "")).toBeUndefined();
  expect(WatchedStream.of("openai.embeddings", "")).toBeUndefined();
});
