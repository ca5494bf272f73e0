import { HeadgateError } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { estimateUsage } from "../estimate/estimate-usage.ts";
import type { MeterReading } from "../meter.ts";
import { cutAt, fixture } from "../streams.fixture.ts";
import type { Wire } from "../wire.ts";
import { wireFor } from "../wire-for.ts";

const path = "/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent";
const events = wireFor("POST", path, {}, "alt=sse");
const array = wireFor("POST", path, {});

const streams: readonly (readonly [string, Wire])[] = [
  ["gemini-stream.sse", events],
  ["gemini-stream.json", array],
  ["gemini-error-stream.sse", events],
  ["gemini-blocked-stream.sse", events],
  ["vertex-two-candidates-stream.sse", events],
];

type Run = Readonly<{ relayed: string; held: string; reading: MeterReading }>;

function run(wire: Wire, pieces: readonly Buffer[]): Run {
  const meter = wire.createMeter({
    stream: true,
    hideUsageChunk: false,
    maxRetainedBytes: 1_000_000,
  });
  const relayed = pieces.map((piece) => meter.push(piece) ?? Buffer.alloc(0));
  meter.finish();
  const held = meter.release() ?? Buffer.alloc(0);
  return {
    relayed: Buffer.concat(relayed).toString("utf8"),
    held: held.toString("utf8"),
    reading: meter.reading(),
  };
}

test.each(streams)(
  "%s passes byte for byte and reads the same, cut at every byte",
  (name, wire) => {
    const bytes = fixture(name);
    const whole = run(wire, [bytes]);

    expect(whole.reading).toMatchObject({ state: "complete", violations: [] });
    for (let at = 0; at <= bytes.length; at += 1) {
      const { relayed, held, reading } = run(wire, cutAt(bytes, [at]));
      expect(relayed + held).toBe(bytes.toString("utf8"));
      expect(reading).toEqual(whole.reading);
    }
  },
);

test.each(streams)("%s passes byte for byte in pieces of any size", (name, wire) => {
  const bytes = fixture(name);
  const { reading } = run(wire, [bytes]);

  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 40 }), (positions) => {
      const cut = run(wire, cutAt(bytes, positions));
      expect(cut.relayed + cut.held).toBe(bytes.toString("utf8"));
      expect(cut.reading).toEqual(reading);
    }),
  );
});

test("usage is cumulative: the last chunk's counts, split into disjoint buckets", () => {
  const expected = {
    usage: { input: 276, cache_read: 1_024, output: 21, reasoning: 31 },
    usageOrigin: "provider",
    responseModel: "gemini-2.5-flash",
    responseId: "ozQmafG3Nd2xkdUPmNe2uQE",
  };

  expect(run(events, [fixture("gemini-stream.sse")]).reading).toMatchObject(expected);
  expect(run(array, [fixture("gemini-stream.json")]).reading).toMatchObject(expected);
});

test("the event that says why a candidate ended is held until the stream is recorded", () => {
  const { relayed, held } = run(events, cutAt(fixture("gemini-stream.sse"), [500]));

  expect(relayed).not.toContain("finishReason");
  expect(held).toContain("finishReason");
});

test("a stream of two candidates is whole when both have ended, and says what traffic it was", () => {
  const bytes = fixture("vertex-two-candidates-stream.sse");
  const firstTwo = bytes.subarray(0, bytes.lastIndexOf("data: "));

  expect(run(events, [firstTwo]).reading).toMatchObject({
    state: "truncated",
    usageOrigin: "none",
  });
  expect(run(events, [bytes]).reading).toMatchObject({
    state: "complete",
    usage: { input: 5, output: 3 },
    serviceTier: "PROVISIONED_THROUGHPUT",
  });
});

test("a blocked prompt is a whole answer whose prompt is stated, and no output made up", () => {
  expect(run(events, [fixture("gemini-blocked-stream.sse")]).reading).toMatchObject({
    state: "complete",
    usage: { input: 12 },
  });
});

test("an error inside a stream ends it, and figures from before it are not final", () => {
  expect(run(events, [fixture("gemini-error-stream.sse")]).reading).toMatchObject({
    state: "complete",
    providerError: "UNAVAILABLE: The model is overloaded. Please try again later.",
    usage: {},
    usageOrigin: "none",
  });
});

test("cut anywhere, a stream of events ends with whole events and is no complete one", () => {
  const bytes = fixture("gemini-stream.sse");
  // Without its last empty line the last event is whole all the same.
  const lastEvent = bytes.length - "\r\n\r\n".length;

  for (let at = 0; at < lastEvent; at += 1) {
    const { relayed, held, reading } = run(events, [bytes.subarray(0, at)]);
    expect(reading).toMatchObject({ state: "truncated", usageOrigin: "none" });
    // A carriage return alone ends a line too.
    expect(relayed + held).toMatch(/^$|\r\n\r\n?$/);
  }
});

test("cut anywhere, an array with an error of Headgate's at its end is JSON", () => {
  const bytes = fixture("gemini-stream.json");
  const closed = bytes.lastIndexOf("]") + 1;
  const error = new HeadgateError("provider_response_broken", "It broke off.");
  const told = String(array.errorEvent(error, "call-1"));

  for (let at = 0; at < closed; at += 1) {
    const { relayed, held, reading } = run(array, [bytes.subarray(0, at)]);
    const parsed: unknown = JSON.parse(relayed + held + told);
    expect(reading.state).toBe("truncated");
    expect(parsed).toContainEqual(expect.objectContaining({ error: expect.anything() }));
  }
});

test("what is no event of the stream is garbled, in both forms", () => {
  expect(run(events, [Buffer.from("<html>\n\n")]).reading.state).toBe("garbled");
  expect(run(events, [Buffer.from("data: {oops\n\n")]).reading.state).toBe("garbled");
  expect(run(array, [Buffer.from("[{oops}]")]).reading.state).toBe("garbled");
  expect(run(array, [Buffer.from('{"a":1}')]).reading.state).not.toBe("complete");
});

test.each([
  ["gemini-stream.sse", events],
  ["gemini-stream.json", array],
] as const)(
  "a cut %s is estimated from the prompt that the provider stated",
  async (name, wire) => {
    const meter = wire.createMeter({
      stream: true,
      hideUsageChunk: false,
      maxRetainedBytes: 10_000,
    });
    const bytes = fixture(name);
    meter.push(bytes.subarray(0, bytes.indexOf("a backslash")));
    meter.finish();

    const request = wire.readRequest(Buffer.from('{"contents":[{"parts":[{"text":"Hi"}]}]}'), path);
    const estimate = await estimateUsage({ wire, request, meter });

    expect(estimate?.usage).toMatchObject({ input: 276, cache_read: 1_024 });
    expect(estimate?.usage.output).toBeGreaterThan(5);
    expect(estimate?.usage.reasoning).toBeGreaterThan(5);
    expect(estimate?.reason).toContain("the provider's own figure");
  },
);

test("a JSON answer keeps its thoughts apart, and its usage as it was sent", () => {
  const wire = wireFor("POST", "/gemini/v1/models/gemini-2.5-flash:generateContent", {});
  const meter = wire.createMeter({
    stream: false,
    hideUsageChunk: false,
    maxRetainedBytes: 1_000_000,
  });
  const bytes = fixture("gemini-answer.json");
  meter.push(bytes);
  meter.finish();

  expect(meter.reading()).toMatchObject({
    state: "complete",
    usage: { input: 64, output: 15, reasoning: 60 },
    rawUsage: { totalTokenCount: 139 },
    responseModel: "gemini-2.5-flash",
    responseId: "qjQmaeanswer",
  });
});
