import { configSchema, type LedgerRow, type Usage } from "@headgate/contract";
import { formatDollars } from "@headgate/money";
import { chargeToWire, loadPriceBook, rateUsage } from "@headgate/pricing";
import { expect, test } from "vitest";
import { advise } from "../advise.ts";
import { ledgerRow, openLedger } from "../open-ledger.fixture.ts";

const START = Date.parse("2026-11-20T08:00:00Z");
const MINUTE = 60_000;
const MODEL = "claude-sonnet-4-5";
const prices = loadPriceBook();
const config = configSchema.parse({
  providers: {
    anthropic: { kind: "anthropic", base_url: "http://127.0.0.1:9", api_key: "sk-none" },
  },
});
const BYTES = { system: 40_000, all: 44_000 };
const TOKENS = { system: 10_000, all: 11_000 };

/** A constructed call whose client marks its instructions. */
function marked(index: number, atMs: number, usage: Usage, bytes = BYTES): LedgerRow {
  const charge = rateUsage(prices, {
    ...{ provider: "anthropic", models: [MODEL], usage, usageOrigin: "provider" },
    ...{ operation: "chat", atMs },
  });
  if (charge.effectiveCost === undefined) throw new Error("the model has no price");
  return ledgerRow({
    call_id: `call-${index}`,
    ...{ started_at_ms: atMs, provider: "anthropic", wire_format: "anthropic.messages" },
    ...{
      request_model: MODEL,
      usage,
      key_id: "key_1",
      attribution: { team: "a", feature: "desk" },
    },
    charge: { ...chargeToWire(charge), lines: [] },
    baseline_cost: formatDollars(charge.effectiveCost),
    request_facts: {
      digest: `q${index}`.padEnd(22, "_"),
      prefix: {
        places: [
          ["system".padEnd(22, "_"), bytes.system],
          [`all${index}`.padEnd(22, "_"), bytes.all],
        ],
        ...{ head: 1, marked: true },
      },
    },
  });
}
/** Marked to its end: what the marks keep is different each time, beside the instructions where those are marked too. */
const toTheEnd = (usage: Partial<Usage>): Usage => ({ input: 0, output: 100, ...usage });
const input = TOKENS.all - TOKENS.system;
const written = (bucket: "cache_write_5m" | "cache_write_1h"): Usage => ({
  ...{ input, output: 100, [bucket]: TOKENS.system },
});
const read: Usage = { input, output: 100, cache_read: TOKENS.system };

async function found(rows: readonly LedgerRow[]) {
  const ledger = await openLedger();
  await ledger.append({ rows: [...rows], cursors: [] });
  const toMs = START + 24 * 60 * MINUTE;
  const { advice } = await advise({
    ...{ ledger, config, prices, keys: [], fromMs: START, toMs, nowMs: toMs },
  });
  return advice.filter(({ kind }) => kind === "cache-ttl");
}

test("prompts that come again after ten minutes are written each time, and an hour's mark would have kept them", async () => {
  const rows = Array.from({ length: 6 }, (_, index) =>
    marked(index, START + index * 10 * MINUTE, written("cache_write_5m")),
  );

  // $3 a million: six times $0.0375 written, against once $0.06 and five times $0.003 read.
  expect(await found(rows)).toMatchObject([
    {
      ...{ saved_in_range: "0.150000000000", scope: { model: MODEL, feature: "desk" } },
      title: expect.stringContaining("for an hour, not five minutes"),
    },
  ]);
});

test("a question that is a hundredth of its prompt is not taken for what was marked", async () => {
  const [manual, question] = [20_000, 200];
  const rows = Array.from({ length: 6 }, (_, index) =>
    marked(
      index,
      START + index * 10 * MINUTE,
      { input: question, output: 100, cache_write_5m: manual },
      { system: manual * 4, all: (manual + question) * 4 },
    ),
  );

  // $3 a million: six times $0.075 written, against once $0.12 and five times $0.006 read.
  expect(await found(rows)).toMatchObject([
    { saved_in_range: "0.300000000000", title: expect.stringContaining("for an hour") },
  ]);
});

test("an hour that nobody needs is told, and marks that are read again in time are not", async () => {
  const hour = [0, 1, 2, 3].map((index) =>
    marked(index, START + index * MINUTE, index === 0 ? written("cache_write_1h") : read),
  );
  expect(await found(hour)).toMatchObject([
    {
      // $0.06 for an hour against $0.0375.
      saved_in_range: "0.022500000000",
      title: expect.stringContaining("for five minutes, not an hour"),
    },
  ]);

  const right = [0, 1, 2, 3].map((index) =>
    marked(index, START + index * MINUTE, index === 0 ? written("cache_write_5m") : read),
  );
  expect(await found(right)).toEqual([]);
});

test("marks of prompts that never come again in time cost more than none", async () => {
  const rows = [0, 1, 2].map((index) =>
    marked(index, START + index * 120 * MINUTE, written("cache_write_5m")),
  );

  expect(await found(rows)).toMatchObject([
    // A quarter of $0.03, three times.
    {
      saved_in_range: "0.022500000000",
      title: expect.stringContaining("Take the cache marks out"),
    },
  ]);
});

test("what calls beside each other wrote each for itself is no saving of another time to live", async () => {
  const rows = Array.from({ length: 10 }, (_, index) =>
    marked(index, START + index, written("cache_write_5m")),
  );

  expect(await found(rows)).toEqual([]);
});

test("of an hour's mark on what comes every two minutes the hour is saved, not what the provider lost of it", async () => {
  const rows = Array.from({ length: 12 }, (_, index) =>
    // Written a second time within its hour.
    marked(index, START + index * 2 * MINUTE, index % 6 === 0 ? written("cache_write_1h") : read),
  );

  expect(await found(rows)).toMatchObject([
    {
      saved_in_range: "0.022500000000",
      title: expect.stringContaining("for five minutes, not an hour"),
    },
  ]);
});

test("only what is marked is kept: instructions before a mark at the end are read again where a mark of theirs is seen", async () => {
  const whole = toTheEnd({ cache_write_5m: TOKENS.all });
  const ends = [0, 1, 2, 3].map((index) => marked(index, START + index * 10 * MINUTE, whole));
  const both = [
    ...ends,
    marked(
      4,
      START + 31 * MINUTE,
      toTheEnd({ cache_read: TOKENS.system, cache_write_5m: TOKENS.all - TOKENS.system }),
    ),
  ];

  expect((await found(ends)).map(({ title }) => title)).toEqual([
    expect.stringContaining("Take the cache marks out"),
  ]);
  expect((await found(both)).map(({ title }) => title)).toEqual([
    expect.stringContaining("for an hour, not five minutes"),
  ]);
});
