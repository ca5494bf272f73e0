import fc from "fast-check";
import { expect, test } from "vitest";
import type { Meter } from "./meter.ts";
import { cutAt, fixture } from "./streams.fixture.ts";
import { wireFor } from "./wire-for.ts";

const chat = wireFor("POST", "/v1/chat/completions", {});
const embeddings = wireFor("POST", "/v1/embeddings", {});

const meterOf = (wire: typeof chat, maxRetainedBytes: number): Meter =>
  wire.createMeter({ stream: false, hideUsageChunk: false, maxRetainedBytes });

/** An embeddings answer as large as real ones are, with the usage at its end. */
const large = (numbers: number): Buffer =>
  Buffer.from(
    JSON.stringify(
      {
        object: "list",
        data: [
          { embedding: Array.from({ length: numbers }, (_, at) => at / 7), text: 'a "]}\\" b' },
        ],
        model: "text-embedding-3-large",
        usage: { prompt_tokens: 21_351, total_tokens: 21_351 },
      },
      null,
      2,
    ),
  );

test("each chunk is relayed when the next one comes, and the last is held until released", () => {
  const meter = meterOf(chat, 1000);

  expect(meter.push(Buffer.from('{"a"'))).toBeUndefined();
  expect(meter.push(Buffer.from(":1"))?.toString()).toBe('{"a"');
  expect(meter.push(Buffer.from("}"))?.toString()).toBe(":1");
  meter.finish();
  expect(meter.ended).toBe(false);
  expect(meter.release()?.toString()).toBe("}");
  expect(meter.release()).toBeUndefined();
});

test("an answer is read the same wherever it is cut, kept whole or not", () => {
  const answer = fixture("openai-chat.json");
  const whole = meterOf(chat, 1_000_000);
  whole.push(answer);
  whole.finish();

  fc.assert(
    fc.property(
      fc.array(fc.nat(answer.length - 1)),
      fc.integer({ min: 400, max: 2000 }),
      (cuts, maxRetainedBytes) => {
        const meter = meterOf(chat, maxRetainedBytes);
        const out: Buffer[] = [];
        for (const piece of cutAt(answer, cuts)) {
          const passed = meter.push(piece);
          if (passed !== undefined) out.push(passed);
        }
        meter.finish();
        const held = meter.release();
        if (held !== undefined) out.push(held);

        expect(Buffer.concat(out).equals(answer)).toBe(true);
        // Why it stopped stands among its choices, which are not kept of a large one.
        const { stopReason, ...reading } = whole.reading();
        expect(["end", undefined]).toContain(meter.reading().stopReason);
        expect({ ...meter.reading(), stopReason }).toEqual({ ...reading, stopReason });
      },
    ),
  );
});

test("an answer far larger than what may be kept still tells its usage", () => {
  const answer = large(200_000);
  const meter = meterOf(embeddings, 4096);
  for (let from = 0; from < answer.length; from += 65_536) {
    meter.push(answer.subarray(from, from + 65_536));
  }
  meter.finish();

  expect(meter.reading()).toEqual({
    state: "complete",
    usage: { input: 21_351 },
    usageOrigin: "provider",
    rawUsage: { prompt_tokens: 21_351, total_tokens: 21_351 },
    violations: [],
    responseModel: "text-embedding-3-large",
  });
});

test("an answer that breaks off is truncated at any length and any limit", () => {
  const answer = large(50);
  for (let length = 0; length < answer.length; length += 13) {
    for (const limit of [64, 1_000_000]) {
      const meter = meterOf(embeddings, limit);
      meter.push(answer.subarray(0, length));
      meter.finish();
      expect(meter.reading()).toMatchObject({ state: "truncated", usageOrigin: "none", usage: {} });
    }
  }
});

test.each(["<html></html>", '"text"', "[1]", "null", '{"a":1}}', '{"a":1} x'])(
  "%s is garbled",
  (text) => {
    for (const limit of [1, 1000]) {
      const meter = meterOf(embeddings, limit);
      meter.push(Buffer.from(text));
      meter.finish();
      expect(meter.reading().state).toBe("garbled");
    }
  },
);

test("before its end an answer is truncated, and an error in a 200 is reported", () => {
  const meter = meterOf(chat, 1000);
  meter.push(
    Buffer.from('{"error":{"code":"x","message":"Provider returned error"},"id":"gen-1"}'),
  );

  expect(meter.reading().state).toBe("truncated");
  meter.finish();
  expect(meter.reading()).toMatchObject({
    state: "complete",
    usageOrigin: "none",
    responseId: "gen-1",
    providerError: "x: Provider returned error",
  });
});

test("what bills nothing is complete whatever JSON it is, and truncated only when it breaks off", () => {
  for (const [text, state] of [
    ['[{"id":"a"},{"id":"b, \\"c\\""}]', "complete"],
    ["[]", "complete"],
    ['"text"', "complete"],
    ["null", "complete"],
    ['{"data":[]}', "complete"],
    ['[{"id":"a"},{"id', "truncated"],
    ["[1", "truncated"],
    ['"te', "truncated"],
    ['{"data":[', "truncated"],
    ["", "truncated"],
    ["<html></html>", "garbled"],
    ["[1][2]", "garbled"],
  ] as const) {
    for (const [method, path] of [
      ["GET", "/v1/models"],
      ["POST", "/v1/messages/count_tokens"],
    ] as const) {
      const meter = meterOf(wireFor(method, path, {}), 1000);
      if (text !== "") meter.push(Buffer.from(text));
      meter.finish();
      expect([text, meter.reading().state]).toEqual([text, state]);
    }
  }
});

test("a list of models that is too large to be kept is complete when it ends, an array too", () => {
  const list = JSON.stringify(Array.from({ length: 500 }, (_, at) => ({ id: `model-${at}`, at })));
  for (const [text, state] of [
    [list, "complete"],
    [list.slice(0, -1), "truncated"],
  ] as const) {
    const meter = meterOf(wireFor("GET", "/v1/models", {}), 64);
    for (const piece of cutAt(Buffer.from(text), [100, 5000])) meter.push(piece);
    meter.finish();
    expect(meter.reading().state).toBe(state);
  }
});

test("counted tokens and lists of models are no usage", () => {
  for (const wire of [
    wireFor("POST", "/v1/messages/count_tokens", {}),
    wireFor("GET", "/v1/models", {}),
  ]) {
    const meter = meterOf(wire, 1000);
    meter.push(Buffer.from('{"input_tokens":2095,"object":"list","data":[]}'));
    meter.finish();
    expect(meter.reading()).toMatchObject({ state: "complete", usage: {}, usageOrigin: "none" });
  }
});
