import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Meter, MeterReading } from "./meter.ts";
import { cutAt, fixture, withCrlf } from "./streams.fixture.ts";
import type { Wire } from "./wire.ts";
import { wireFor } from "./wire-for.ts";

const chat = wireFor("POST", "/v1/chat/completions", {});
const responses = wireFor("POST", "/v1/responses", {});
const messages = wireFor("POST", "/v1/messages", {});

const streams: readonly (readonly [string, Wire])[] = [
  ["openai-chat-stream.sse", chat],
  ["openai-chat-tools-stream.sse", chat],
  ["openai-chat-error-stream.sse", chat],
  ["azure-openai-chat-stream.sse", chat],
  ["groq-chat-stream.sse", chat],
  ["mistral-chat-stream.sse", chat],
  ["openrouter-chat-stream.sse", chat],
  ["gemini-openai-chat-stream.sse", chat],
  ["openai-responses-stream.sse", responses],
  ["openai-responses-incomplete-stream.sse", responses],
  ["openai-responses-error-stream.sse", responses],
  ["anthropic-messages-stream.sse", messages],
  ["anthropic-messages-tools-stream.sse", messages],
  ["anthropic-messages-error-stream.sse", messages],
];

type Run = Readonly<{ relayed: Buffer; held: Buffer; ended: boolean; reading: MeterReading }>;

const meterOf = (wire: Wire, hideUsageChunk: boolean): Meter =>
  wire.createMeter({ stream: true, hideUsageChunk, maxRetainedBytes: 1_000_000 });

function run(wire: Wire, pieces: readonly Buffer[], hideUsageChunk: boolean): Run {
  const meter = meterOf(wire, hideUsageChunk);
  const relayed: Buffer[] = [];
  for (const piece of pieces) {
    const passed = meter.push(piece);
    if (passed !== undefined) relayed.push(passed);
  }
  const { ended } = meter;
  meter.finish();
  const held = meter.release();
  return {
    relayed: Buffer.concat(relayed),
    held: held === undefined ? Buffer.alloc(0) : held,
    ended,
    reading: meter.reading(),
  };
}

/** The stream without the events that carry usage and no choices. */
const withoutUsageChunk = (stream: Buffer, end: string): Buffer =>
  Buffer.from(
    stream
      .toString("utf8")
      .split(end)
      .filter((event) => !event.includes('"choices":[],"usage":{'))
      .join(end),
    "utf8",
  );

for (const [name, wire] of streams) {
  describe(name, () => {
    for (const [ends, stream, end] of [
      ["LF", fixture(name), "\n\n"],
      ["CRLF", withCrlf(fixture(name)), "\r\n\r\n"],
    ] as const) {
      test(`cut in two at any byte, it is relayed byte for byte and read the same (${ends})`, () => {
        const whole = run(wire, [stream], false);
        for (let position = 1; position < stream.length; position += 1) {
          const cut = run(wire, cutAt(stream, [position]), false);
          const same =
            Buffer.concat([cut.relayed, cut.held]).equals(stream) &&
            cut.held.equals(whole.held) &&
            isDeepStrictEqual(cut.reading, whole.reading);
          if (!same) expect.fail(`the stream is read differently when cut at ${position}`);
        }
      });

      test(`cut at any bytes, only the usage chunk is kept from the client (${ends})`, () => {
        const expected = withoutUsageChunk(stream, end);
        const whole = run(wire, [stream], false);
        fc.assert(
          fc.property(fc.array(fc.nat(stream.length - 1), { maxLength: 40 }), (cuts) => {
            const cut = run(wire, cutAt(stream, cuts), true);
            expect(Buffer.concat([cut.relayed, cut.held]).equals(expected)).toBe(true);
            expect(cut.reading).toEqual(whole.reading);
          }),
          { numRuns: 60 },
        );
      });
    }
  });
}

test("the terminal event is held until it is released, and what follows waits behind it", () => {
  const meter = meterOf(chat, false);
  const stream = fixture("openai-chat-stream.sse");
  const terminal = Buffer.from("data: [DONE]\n\n");

  const relayed = meter.push(Buffer.concat([stream, Buffer.from(": bye\n\n")]));

  expect(relayed?.equals(stream.subarray(0, stream.length - terminal.length))).toBe(true);
  expect(meter.ended).toBe(true);
  expect(meter.push(Buffer.from(": late\n\n"))).toBeUndefined();
  expect(meter.release()?.toString()).toBe("data: [DONE]\n\n: bye\n\n: late\n\n");
  expect(meter.push(Buffer.from(": later\n\n"))?.toString()).toBe(": later\n\n");
});

test("a chunk of whole ordinary events is relayed without being copied", () => {
  const meter = meterOf(chat, true);
  meter.push(Buffer.from('data: {"id":"a","model":"m","choices":[{}]}\n\n'));
  const chunk = Buffer.from('data: {"id":"a","model":"m","choices":[{}],"usage":null}\n\n');

  expect(meter.push(chunk)).toBe(chunk);
});

test("a stream whose last empty line is missing is still complete", () => {
  const stream = fixture("openai-chat-stream.sse");

  expect(run(chat, [stream.subarray(0, -1)], false).reading.state).toBe("complete");
  expect(run(chat, [stream.subarray(0, -2)], false).reading.state).toBe("complete");
  expect(run(chat, [stream.subarray(0, -3)], false).reading.state).toBe("truncated");
});

/** How many of these bytes belong to whole events. */
const wholeLength = (bytes: Buffer): number => bytes.toString("latin1").lastIndexOf("\n\n") + 2;

/** Where the last event of a whole stream begins. */
const lastEventStart = (stream: Buffer): number => wholeLength(stream.subarray(0, -2));

test("a stream that breaks off before its last event is truncated, and all whole events come out but no torn one", () => {
  for (const [name, wire] of streams) {
    const stream = fixture(name);
    for (let length = 0; length < lastEventStart(stream); length += 1) {
      const part = stream.subarray(0, length);
      const whole = part.includes("\n\n") ? wholeLength(part) : 0;
      const cut = run(wire, [part], false);
      const right =
        cut.reading.state === "truncated" &&
        cut.reading.problem?.endsWith("; the last event was cut and left out") === whole < length &&
        Buffer.concat([cut.relayed, cut.held]).equals(stream.subarray(0, whole));
      if (!right) expect.fail(`${name} is not read right when it breaks off at ${length}`);
    }
  }
});

test("an event that ends in bare carriage returns at the very end of a cut stream is whole", () => {
  const stream = Buffer.from(
    fixture("openai-chat-stream.sse").toString("utf8").replaceAll("\n", "\r"),
  );
  const part = stream.subarray(0, stream.indexOf("\r\r") + 2);

  const { reading, relayed, held } = run(chat, [part], false);

  expect(reading.state).toBe("truncated");
  expect(reading.problem).not.toContain("left out");
  expect(Buffer.concat([relayed, held]).equals(part)).toBe(true);
});

test("a usage event that only lacks its last empty line is read, though it is left out of a cut stream", () => {
  const stream = fixture("openai-chat-stream.sse");
  const part = stream.subarray(0, stream.indexOf("data: [DONE]") - 1);

  const { reading, relayed, held } = run(chat, [part], false);

  expect(reading).toMatchObject({ state: "truncated", usageOrigin: "provider" });
  expect(Buffer.concat([relayed, held]).equals(part.subarray(0, wholeLength(part)))).toBe(true);
});

test("usage that stands in every chunk of a chat is final only with the end of the answer", () => {
  const stream = fixture("gemini-openai-chat-stream.sse");
  const part = stream.subarray(0, stream.lastIndexOf("data: {"));

  expect(run(chat, [stream], false).reading).toMatchObject({
    state: "complete",
    usageOrigin: "provider",
    usage: { input: 9, output: 7 },
  });
  expect(run(chat, [part], false).reading).toMatchObject({
    state: "truncated",
    usageOrigin: "none",
    usage: {},
    rawUsage: { completion_tokens: 7 },
  });
});

test("a tier that Mistral states in the usage is the tier of the answer, streamed or whole", () => {
  const usage =
    '"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"service_tier":"priority"';
  const stream = `data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}],"usage":{${usage}}}\n\ndata: [DONE]\n\n`;
  const whole = chat.createMeter({ stream: false, hideUsageChunk: false, maxRetainedBytes: 1e6 });
  whole.push(Buffer.from(`{"id":"c","model":"m","choices":[],"usage":{${usage}}}`));
  whole.finish();

  expect(run(chat, [Buffer.from(stream)], false).reading.serviceTier).toBe("priority");
  expect(whole.reading().serviceTier).toBe("priority");
});

test("an answer that is no event stream is garbled, and none of it is relayed as an event", () => {
  for (const text of [
    "<html>\n<body>Bad gateway</body>\n",
    '{"error":{"message":"no"}}',
    "\u0000\u0001",
  ]) {
    const { reading, held, relayed } = run(chat, [Buffer.from(text)], false);
    expect(reading.state).toBe("garbled");
    expect(reading.problem).toContain("the last event was cut and left out");
    expect(Buffer.concat([relayed, held]).toString()).toBe("");
  }
});

test("an event that is not JSON makes the stream garbled, though its usage is still read", () => {
  const stream = Buffer.concat([
    Buffer.from('data: {"id":"chatcmpl\n\n'),
    fixture("openai-chat-stream.sse"),
  ]);

  const { reading } = run(chat, [stream], false);

  expect(reading).toMatchObject({ state: "garbled", usageOrigin: "provider" });
});

test.each([
  [
    "openai-chat-error-stream.sse",
    chat,
    "server_error: The server had an error while processing your request.",
  ],
  ["openai-responses-error-stream.sse", responses, "Rate limit reached."],
  ["anthropic-messages-error-stream.sse", messages, "overloaded_error: Overloaded"],
] as const)(
  "%s ends with the provider's own error: complete, its usage not known",
  (name, wire, error) => {
    const stream = fixture(name);
    for (const missing of [0, 1, 2]) {
      const part = stream.subarray(0, stream.length - missing);
      const { reading, relayed, held } = run(wire, [part], false);

      expect(reading).toMatchObject({ state: "complete", usageOrigin: "none", usage: {} });
      expect(reading.providerError).toContain(error);
      expect(reading.problem).toBeUndefined();
      expect(Buffer.concat([relayed, held]).equals(part)).toBe(true);
    }
  },
);

test("a stream that is cut inside the event after an error is truncated", () => {
  const stream = Buffer.concat([fixture("openai-chat-error-stream.sse"), Buffer.from("data: [DO")]);

  expect(run(chat, [stream], false).reading).toMatchObject({
    state: "truncated",
    providerError: expect.stringContaining("server_error"),
  });
});

test("usage that was stated before an error counts, and an error before the terminal event does not end a chat", () => {
  const stream = fixture("openai-chat-stream.sse");
  const done = stream.indexOf("data: [DONE]");
  const error = Buffer.from('data: {"error":{"message":"late"}}\n\n');
  const whole = Buffer.concat([stream.subarray(0, done), error]);

  const reported = { state: "complete", usageOrigin: "provider", providerError: "late" };
  expect(run(chat, [whole], false).reading).toMatchObject(reported);
  const terminated = run(chat, [Buffer.concat([whole, stream.subarray(done)])], false);
  expect(terminated.reading).toMatchObject(reported);
  expect(terminated.held.toString()).toBe("data: [DONE]\n\n");
});

test("Anthropic's error event is the end of its stream: it is held until it is released", () => {
  const stream = fixture("anthropic-messages-error-stream.sse");
  const { ended, held } = run(messages, [stream], false);

  expect(ended).toBe(true);
  expect(held.equals(stream.subarray(lastEventStart(stream)))).toBe(true);
});
