import { readdirSync } from "node:fs";
import { knownProviders, providerConfigSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { z } from "zod";
import { fixture } from "../streams.fixture.ts";
import { wireFor } from "../wire-for.ts";
import { asksForUsage } from "./asks-for-usage.ts";

const schema = z.strictObject({
  follows: z.url(),
  read_at: z.iso.date(),
  path: z.enum(["/v1/chat/completions", "/v1/responses"]),
  /** One of the two: a JSON body, or the events of a stream. */
  answer: z.looseObject({ model: z.string() }).optional(),
  stream: z.array(z.union([z.literal("[DONE]"), z.looseObject({})])).optional(),
  expected: z.record(z.string(), z.int()),
});

/** What a provider answers, as bytes. */
function answerOf(name: string) {
  const text = fixture(`compatible/${name}.json`).toString("utf8");
  const { path, answer, stream, expected } = schema.parse(JSON.parse(text));
  const events = stream?.map((event) =>
    typeof event === "string" ? `data: ${event}\n\n` : `data: ${JSON.stringify(event)}\n\n`,
  );
  const bytes = Buffer.from(events?.join("") ?? JSON.stringify(answer));
  return { wire: wireFor("POST", path, {}), stream: events !== undefined, bytes, expected };
}

test("every known provider can be configured as it stands, and has one row and one fixture", () => {
  const names = knownProviders.map(({ name }) => name);

  expect(names).toEqual([...new Set(names)].sort());
  expect(readdirSync(new URL("../../fixtures/compatible", import.meta.url)).sort()).toEqual(
    names.map((name) => `${name}.json`),
  );
  for (const { baseUrl } of knownProviders) {
    const parsed = providerConfigSchema.safeParse({ kind: "openai-compatible", base_url: baseUrl });
    expect(parsed.success && !baseUrl.endsWith("/")).toBe(true);
  }
});

test.each(knownProviders)(
  "what $name answers is metered: relayed unchanged, usage in its buckets",
  ({ name }) => {
    const { wire, stream, bytes, expected } = answerOf(name);
    const meter = wire.createMeter({ stream, hideUsageChunk: false, maxRetainedBytes: 1_000_000 });

    const passed = meter.push(bytes);
    meter.finish();
    const held = meter.release();

    expect(Buffer.concat([passed, held].filter((part) => part !== undefined))).toEqual(bytes);
    expect(meter.reading()).toMatchObject({
      state: "complete",
      usageOrigin: "provider",
      usage: expected,
      violations: [],
    });
    expect(meter.reading().usage).toEqual(expected);
  },
);

test("a provider is asked for usage in streams unless it is known, or said, to state it by itself", () => {
  const compatible = (base_url: string, more: object = {}) =>
    asksForUsage(providerConfigSchema.parse({ kind: "openai-compatible", base_url, ...more }));

  expect(compatible("https://api.mistral.ai/v1")).toBe(false);
  expect(compatible("https://api.mistral.ai/v1", { stream_usage: "asked" })).toBe(true);
  expect(compatible("https://api.groq.com/openai/v1")).toBe(true);
  expect(compatible("http://127.0.0.1:8000/v1", { stream_usage: "unasked" })).toBe(false);
});
