import fc from "fast-check";
import { expect, test } from "vitest";
import { cutAt } from "../streams.fixture.ts";
import type { Wire } from "../wire.ts";
import { converse } from "./converse/wire.ts";
import { encodeFrame } from "./frame-codec.ts";
import { FrameMeter } from "./frame-meter.ts";
import { invokeModelWire } from "./invoke-model/wire.ts";
import {
  chunkFrame,
  claudeFrames,
  converseFrames,
  eventFrame,
  exceptionFrame,
} from "./streams.fixture.ts";

const headers = {
  "x-amzn-requestid": "11111111-2222-4333-8444-555555555555",
  "x-amzn-bedrock-service-tier": "flex",
};
const meterOf = (wire: Wire) =>
  wire.createMeter({ stream: true, hideUsageChunk: false, maxRetainedBytes: 1_000_000, headers });

/** What the client gets before the call is recorded and all in all, and what was read. */
function metered(wire: Wire, pieces: readonly Buffer[]) {
  const meter = meterOf(wire);
  const early: Buffer[] = [];
  for (const piece of pieces) {
    const passed = meter.push(piece);
    if (passed !== undefined) early.push(passed);
  }
  meter.finish();
  const held = meter.release();
  const before = Buffer.concat(early);
  return {
    before,
    all: held === undefined ? before : Buffer.concat([before, held]),
    reading: meter.reading(),
  };
}

const usage = {
  input: 30,
  cache_read: 4000,
  cache_write_5m: 100,
  cache_write_1h: 200,
  output: 70,
};
const streams = [
  ["converse-stream", converse, converseFrames()],
  ["invoke-with-response-stream", invokeModelWire("anthropic.claude"), claudeFrames()],
] as const;

test.each(streams)(
  "%s: cut at every byte, the stream comes out unchanged, its last frame only when released",
  (_name, wire, frames) => {
    const stream = Buffer.concat(frames);
    const last = frames.at(-1)?.length ?? 0;

    for (let at = 0; at <= stream.length; at += 1) {
      const { before, all, reading } = metered(wire, [stream.subarray(0, at), stream.subarray(at)]);

      expect(all.equals(stream)).toBe(true);
      expect(before.length).toBe(stream.length - last);
      expect(reading).toMatchObject({ state: "complete", usage, violations: [] });
    }
  },
);

test.each(streams)("%s: however the stream is cut, the reading is the same", (_, wire, frames) => {
  const stream = Buffer.concat(frames);
  const whole = metered(wire, [stream]).reading;

  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 60 }), (positions) => {
      const { all, reading } = metered(wire, cutAt(stream, positions));

      expect(all.equals(stream)).toBe(true);
      expect(reading).toEqual(whole);
    }),
  );
  expect(whole).toMatchObject({ serviceTier: "flex", responseId: headers["x-amzn-requestid"] });
});

test.each(streams)(
  "%s: a stream that breaks off comes out in whole frames, and its usage is not known",
  (_name, wire, frames) => {
    const stream = Buffer.concat(frames);
    const ends = frames.map((_frame, index) =>
      frames.slice(0, index + 1).reduce((sum, frame) => sum + frame.length, 0),
    );

    for (let length = 0; length < stream.length; length += 1) {
      const { all, reading } = metered(wire, [stream.subarray(0, length)]);

      const whole = ends.filter((end) => end <= length).at(-1) ?? 0;
      expect(all.equals(stream.subarray(0, whole))).toBe(true);
      expect(reading.state === "complete" && whole !== length).toBe(false);
      if (wire === converse) expect(reading.usageOrigin).toBe("none");
    }
  },
);

test.each(streams)(
  "%s: with any bit wrong, no figure is made up, the place is told and the bytes pass as they came",
  (_name, wire, frames) => {
    const stream = Buffer.concat(frames);

    fc.assert(
      fc.property(fc.nat(stream.length - 1), fc.integer({ min: 1, max: 255 }), (at, flipped) => {
        const wrong = Buffer.from(stream);
        wrong[at] = (wrong[at] ?? 0) ^ flipped;

        const { all, reading } = metered(wire, [wrong]);

        expect(all.equals(wrong)).toBe(true);
        expect(reading.state).toBe("garbled");
        expect(reading.problem).toMatch(/^the frame at byte \d+ /);
        if (reading.usageOrigin === "provider") {
          expect(reading.usage).toMatchObject({ input: 30, cache_read: 4000, output: 70 });
        }
      }),
      { numRuns: 1000 },
    );
  },
);

test("a frame whose checksum is wrong is told with its place, and the frames after it are read", () => {
  const frames = converseFrames().map((frame) => Buffer.from(frame));
  const broken = frames[4] as Buffer;
  const place = frames.slice(0, 4).reduce((sum, frame) => sum + frame.length, 0);
  broken[broken.length - 10] = 0;

  const { reading } = metered(converse, frames);

  expect(reading).toMatchObject({
    state: "garbled",
    problem: `the frame at byte ${place} does not match its checksum`,
    usage,
  });
});

test("a length that cannot be believed loses the stream, whose bytes pass on as they came", () => {
  const [first, ...rest] = converseFrames();
  const stream = Buffer.concat([first as Buffer, Buffer.from("HTTP/1.1 500 no frame"), ...rest]);

  const { all, reading } = metered(converse, cutAt(stream, [first?.length ?? 0, 120, 121]));

  expect(all.equals(stream)).toBe(true);
  expect(reading).toMatchObject({
    state: "garbled",
    problem: `the frame at byte ${first?.length} has no valid length`,
    usageOrigin: "none",
  });
});

test("an exception is the provider's own end of the stream", () => {
  const [first, second] = converseFrames();
  const exception = exceptionFrame("throttlingException", "Too many tokens");

  const { before, all, reading } = metered(converse, [
    Buffer.concat([first as Buffer, second as Buffer, exception]),
  ]);

  expect(all.subarray(before.length).equals(exception)).toBe(true);
  expect(reading).toMatchObject({
    state: "complete",
    providerError: "throttlingException: Too many tokens",
    usageOrigin: "none",
  });
});

test("an error that the service does not model is told by its headers", () => {
  const error = encodeFrame(
    { ":message-type": "error", ":error-code": "500", ":error-message": "gone" },
    "",
  );

  expect(metered(converse, [error]).reading.providerError).toBe("500: gone");
});

test("what a provider sends after the last frame waits behind it, then passes", () => {
  const meter = meterOf(converse);
  const last = converseFrames().at(-1) as Buffer;
  const more = eventFrame("messageStart", {});

  expect(meter.push(Buffer.concat([last, more.subarray(0, 5)]))).toBeUndefined();
  expect(meter.ended).toBe(true);
  expect(meter.push(more.subarray(5))).toBeUndefined();
  expect(meter.release()?.equals(Buffer.concat([last, more]))).toBe(true);
  expect(meter.push(more)?.equals(more)).toBe(true);
});

test("a whole message without its metadata is complete, without usage", () => {
  const { reading } = metered(converse, converseFrames().slice(0, -1));

  expect(reading).toMatchObject({ state: "complete", usageOrigin: "none", usage: {} });
});

test("latency-optimized inference is told as the tier that it is billed as", () => {
  const metadata = eventFrame("metadata", {
    usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
    performanceConfig: { latency: "optimized" },
    serviceTier: { type: "default" },
  });

  expect(metered(converse, [metadata]).reading.serviceTier).toBe("latency_optimized");
});

test("usage words in the text of an answer are text", () => {
  const wire = invokeModelWire("meta.llama");
  const text = '{"amazon-bedrock-invocationMetrics":{"inputTokenCount":999}}';

  const { reading } = metered(wire, [
    chunkFrame({ generation: text, prompt_token_count: 3 }),
    chunkFrame({
      generation: "",
      stop_reason: "stop",
      "amazon-bedrock-invocationMetrics": { inputTokenCount: 3, outputTokenCount: 4 },
    }),
  ]);

  expect(reading).toMatchObject({ state: "complete", usage: { input: 3, output: 4 } });
});

test("a meter keeps no more of a stream than it may", () => {
  const meter = new FrameMeter(
    {
      isOfInterest: () => false,
      readEvent: () => "relay",
      readUsage: () => ({ usage: {}, violations: [] }),
    },
    100,
  );
  for (const frame of converseFrames()) meter.push(frame);

  const { retainedBytes, totalBytes } = meter.retained();
  expect(retainedBytes).toBeLessThanOrEqual(100);
  expect(totalBytes).toBe(Buffer.concat(converseFrames()).length);
});
