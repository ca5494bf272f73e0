import { configSchema } from "@headgate/contract";
import type { KeptAnswer } from "@headgate/levers";
import { compileOverlays, loadPriceBook } from "@headgate/pricing";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { providerClient } from "../upstream/provider-client.ts";
import { type BaselineQuestion, keptBaseline } from "./kept-baseline.ts";

const { providers, circuit_breaker } = configSchema.parse({
  providers: {
    openai: { kind: "openai", base_url: "http://127.0.0.1:1/v1" },
    anthropic: { kind: "anthropic", base_url: "http://127.0.0.1:1" },
  },
});
function clientOf(name: string): ReturnType<typeof providerClient> {
  const config = providers[name];
  if (config === undefined) throw new Error("no provider");
  const client = providerClient(name, config, circuit_breaker, pino({ level: "silent" }));
  afterAll(() => client.pool.close());
  return client;
}
const provider = clientOf("openai");
const claude = clientOf("anthropic");

const asked: BaselineQuestion = {
  priceBook: loadPriceBook(),
  overlays: compileOverlays([]),
  provider,
  operation: "chat",
  atMs: Date.parse("2026-11-29T00:00:00Z"),
  sinceUseMs: 0,
};
const answer = (): KeptAnswer => ({
  callId: "a",
  startedAtMs: asked.atMs,
  status: 200,
  headers: [],
  body: Buffer.from("{}"),
  stream: false,
  provider: "openai",
  insteadOf: undefined,
  sentModel: "gpt-5-mini",
  responseModel: undefined,
  serviceTier: undefined,
  region: undefined,
  usage: { input: 1_000, output: 100 },
  otherUsage: undefined,
  usageOrigin: "provider",
  usageViolations: [],
});

test("what an answer costs is worked out once a day", () => {
  const kept = answer();
  const first = keptBaseline(kept, asked);

  expect(first.effectiveCost).toBe(450_000_000n);
  expect(keptBaseline(kept, { ...asked, atMs: asked.atMs + 86_399_999 })).toBe(first);
  expect(keptBaseline(kept, { ...asked, atMs: asked.atMs + 86_400_000 })).not.toBe(first);
  expect(keptBaseline(answer(), asked)).not.toBe(first);
});

test("an answer of Anthropic's that one geography alone served saves what it cost there", () => {
  const ofClaude = { ...answer(), provider: "anthropic", sentModel: "claude-opus-4-8" };
  const costIn = (region: string | undefined): bigint | undefined =>
    keptBaseline({ ...ofClaude, region }, { ...asked, provider: claude }).effectiveCost;

  // 1,000 × 5 + 100 × 25 µ$, and a tenth more
  expect(costIn(undefined)).toBe(7_500_000_000n);
  expect(costIn("us")).toBe(8_250_000_000n);
});

test("earlier work of an answer that was chosen instead of the reference would have been the reference's", () => {
  const own = "claude-haiku-4-5-20251001";
  const kept = {
    ...answer(),
    ...{ provider: "anthropic", sentModel: "claude-haiku-4-5", responseModel: own },
    insteadOf: { provider: "openai", model: "gpt-4" },
    otherUsage: [{ model: own, usage: { input: 1_000, cache_read: 500, output: 100 } }],
  };

  // gpt-4 has no rate for a cache: 2,500 × 30 + 200 × 60 µ$
  expect(keptBaseline(kept, asked).effectiveCost).toBe(87_000_000_000n);
});

test("what the provider would have had in its own cache by then was not saved", () => {
  const usage = { input: 20, cache_write_5m: 50_000, output: 100 };
  const ofClaude = { ...answer(), provider: "anthropic", sentModel: "claude-opus-4-8", usage };
  const savedAfter = (sinceUseMs: number | undefined): bigint | undefined =>
    keptBaseline(ofClaude, { ...asked, provider: claude, sinceUseMs }).effectiveCost;

  // 20 × 5 + 50,000 × 6.25 + 100 × 25 µ$; read it is 50,000 × 0.50
  const [written, read] = [315_100_000_000n, 27_600_000_000n];
  expect([undefined, 20_000, 300_000, 20_000].map(savedAfter)).toEqual([
    ...[written, read, written, read],
  ]);
});

test("where prompts are kept unasked, what was saved is the least that it can have been", () => {
  const kept = { ...answer(), usage: { input: 10_000, output: 100 } };
  const savedAfter = (sinceUseMs: number | undefined): bigint | undefined =>
    keptBaseline(kept, { ...asked, sinceUseMs }).effectiveCost;

  // 10,000 × 0.25 µ$, or read × 0.025, and 100 × 2 µ$
  expect([savedAfter(undefined), savedAfter(1_000)]).toEqual([2_700_000_000n, 450_000_000n]);
});

test("another price book or another contract is seen by the next hit", () => {
  const kept = answer();
  const first = keptBaseline(kept, asked);
  const half = compileOverlays(
    configSchema.parse({
      overlays: [{ kind: "discount", name: "half", percent: "50", valid_from: "2026-01-01" }],
    }).overlays,
  );

  const other = keptBaseline(kept, { ...asked, priceBook: loadPriceBook() });
  const cheaper = keptBaseline(kept, { ...asked, overlays: half });

  expect(other).not.toBe(first);
  expect(cheaper.effectiveCost).toBe(225_000_000n);
  expect(keptBaseline(kept, asked).effectiveCost).toBe(450_000_000n);
});
