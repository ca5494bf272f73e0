import { isDeepStrictEqual } from "node:util";
import { HeadgateError } from "@headgate/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MeterReading } from "../../meter.ts";
import { cutAt, fixture, withCrlf } from "../../streams.fixture.ts";
import type { Wire } from "../../wire.ts";
import { wireFor } from "../../wire-for.ts";

const path = "/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent";
const events = wireFor("POST", path, {}, "alt=sse");
const array = wireFor("POST", path, {});
const broken = new HeadgateError("provider_response_broken");

const streams: readonly (readonly [string, Wire, Buffer])[] = [
  ["events", events, fixture("gemini-stream.sse")],
  ["events with CRLF", events, withCrlf(fixture("gemini-stream.sse"))],
  ["an array", array, fixture("gemini-stream-array.json")],
  ["an array with CRLF", array, withCrlf(fixture("gemini-stream-array.json"))],
  ["an array without spaces", array, Buffer.from(JSON.stringify(parsedArray()))],
];

function parsedArray(): unknown {
  return JSON.parse(fixture("gemini-stream-array.json").toString("utf8"));
}

type Run = Readonly<{ relayed: Buffer; held: Buffer; reading: MeterReading; error: string }>;

function run(wire: Wire, pieces: readonly Buffer[]): Run {
  const meter = wire.createMeter({ stream: true, hideUsageChunk: true, maxRetainedBytes: 1e6 });
  const relayed: Buffer[] = [];
  for (const piece of pieces) {
    const passed = meter.push(piece);
    if (passed !== undefined) relayed.push(passed);
  }
  meter.finish();
  return {
    relayed: Buffer.concat(relayed),
    held: meter.release() ?? Buffer.alloc(0),
    reading: meter.reading(),
    error: wire.errorEvent(broken, "hg_1").toString(),
  };
}

const usage = { input: 176, cache_read: 1024, output: 40, reasoning: 160 };

describe.each(streams)("%s", (_name, wire, stream) => {
  test("is read whole: the last usage, not the sum; model, id and tier", () => {
    const { reading, relayed, held } = run(wire, [stream]);

    expect(reading).toMatchObject({
      state: "complete",
      usage,
      usageOrigin: "provider",
      violations: [],
      responseModel: "gemini-2.5-flash",
      responseId: "mAITaLqWLrTwjMcPy6vA4QM",
      serviceTier: "flex",
    });
    expect(held.length).toBeGreaterThan(0);
    expect(Buffer.concat([relayed, held]).equals(stream)).toBe(true);
  });

  test("cut in two at any byte, it is relayed byte for byte and read the same", () => {
    const whole = run(wire, [stream]);
    for (let position = 1; position < stream.length; position += 1) {
      const cut = run(wire, cutAt(stream, [position]));
      const same =
        Buffer.concat([cut.relayed, cut.held]).equals(stream) &&
        isDeepStrictEqual(cut.reading, whole.reading);
      if (!same) expect.fail(`the stream is read differently when cut at ${position}`);
    }
  });

  test("cut at any bytes, it is relayed byte for byte and read the same", () => {
    const whole = run(wire, [stream]);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length - 1), { maxLength: 40 }), (cuts) => {
        const cut = run(wire, cutAt(stream, cuts));
        expect(Buffer.concat([cut.relayed, cut.held]).equals(stream)).toBe(true);
        expect(cut.reading).toEqual(whole.reading);
      }),
      { numRuns: 100 },
    );
  });

  test("broken off at any byte before its last piece, it is truncated, and an error of ours can follow", () => {
    const lastPiece = stream.lastIndexOf(" twice a day");
    for (let length = 0; length < lastPiece; length += 1) {
      const { reading, relayed, held, error } = run(wire, [stream.subarray(0, length)]);
      const told = Buffer.concat([relayed, held]).toString("utf8") + error;
      const right =
        reading.state === "truncated" &&
        reading.usageOrigin === "none" &&
        stream.subarray(0, relayed.length).equals(relayed) &&
        readsAsStream(wire, told);
      if (!right) expect.fail(`the stream is not read right when it breaks off at ${length}`);
    }
  });
});

/** Whether a client can read all of it, the error at its end included. */
function readsAsStream(wire: Wire, told: string): boolean {
  if (wire === array) {
    const elements = JSON.parse(told) as { error?: { status: string } }[];
    return elements.at(-1)?.error?.status === "UNAVAILABLE";
  }
  const data = told.split(/\r?\n\r?\n/).filter((event) => event !== "");
  return data.every((event) => JSON.parse(event.replace(/^data: /, "")) !== null);
}

test("from a finish reason on each piece is held until the next, so that nothing overtakes the record", () => {
  const meter = events.createMeter({ stream: true, hideUsageChunk: true, maxRetainedBytes: 1e6 });
  const stream = fixture("gemini-stream.sse");
  const lastEvent = stream.lastIndexOf("data: ");
  const more = Buffer.from(
    'data: {"usageMetadata":{"promptTokenCount":1200,"candidatesTokenCount":44,"totalTokenCount":1244}}\n\n',
  );

  expect(meter.push(stream)?.equals(stream.subarray(0, lastEvent))).toBe(true);
  expect(meter.ended).toBe(false);
  expect(meter.push(more)?.equals(stream.subarray(lastEvent))).toBe(true);
  meter.finish();
  expect(meter.release()?.equals(more)).toBe(true);
  expect(meter.reading()).toMatchObject({ state: "complete", usage: { output: 44 } });
});

test("an array has ended with its bracket, whatever follows", () => {
  const meter = array.createMeter({ stream: true, hideUsageChunk: true, maxRetainedBytes: 1e6 });
  const stream = fixture("gemini-stream-array.json");

  meter.push(stream);

  expect(meter.ended).toBe(true);
  expect(meter.push(Buffer.from(" \n"))).toBeUndefined();
  expect(meter.release()?.toString()).toBe("\n]\n \n");
  expect(meter.push(Buffer.from("\n"))?.toString()).toBe("\n");
});

test("several candidates have ended only when each has said why", () => {
  const chunk = (index: number, finishReason?: string) =>
    Buffer.from(`data: ${JSON.stringify({ candidates: [{ index, finishReason }] })}\n\n`);

  const one = run(events, [chunk(0), chunk(1), chunk(0, "STOP")]);
  const both = run(events, [chunk(0), chunk(1), chunk(0, "STOP"), chunk(1, "MAX_TOKENS")]);

  expect(one.reading.state).toBe("truncated");
  expect(both.reading.state).toBe("complete");
});

test("a blocked prompt is a whole answer with nothing but a prompt", () => {
  const blocked = {
    promptFeedback: { blockReason: "SAFETY" },
    usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 },
  };
  const { reading } = run(events, [Buffer.from(`data: ${JSON.stringify(blocked)}\n\n`)]);

  expect(reading).toMatchObject({ state: "complete", usageOrigin: "provider" });
  expect(reading.usage).toEqual({ input: 9 });
});

test("a stream that ends with an error of the provider's own is complete, its usage not known", () => {
  const stream = fixture("gemini-error-stream.sse");
  for (const missing of [0, 1, 2]) {
    const part = stream.subarray(0, stream.length - missing);
    const { reading, relayed, held } = run(events, [part]);

    expect(reading).toMatchObject({ state: "complete", usageOrigin: "none", usage: {} });
    expect(reading.providerError).toBe(
      "UNAVAILABLE: The model is overloaded. Please try again later.",
    );
    expect(Buffer.concat([relayed, held]).equals(part)).toBe(true);
  }
});

test("what is neither events nor an array of objects is garbled, and relayed all the same", () => {
  const cases: readonly (readonly [Wire, string])[] = [
    [events, 'data: {"candidates":[\n\n'],
    [array, "<html>"],
    [array, '{"error":{}}'],
    [array, "[1,2]"],
    [array, '[{"candidates": <garbled> }]'],
  ];
  for (const [wire, text] of cases) {
    const { reading, relayed, held } = run(wire, [Buffer.from(text)]);
    expect(reading.state).toBe("garbled");
    expect(Buffer.concat([relayed, held]).toString().startsWith(text)).toBe(true);
  }
});
