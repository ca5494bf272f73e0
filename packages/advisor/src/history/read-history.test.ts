import { configSchema } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { expect, test } from "vitest";
import { ledgerRow, openLedger } from "../open-ledger.fixture.ts";
import { readHistory } from "./read-history.ts";

const HOUR_MS = 3_600_000;
const NOW_MS = Date.parse("2026-11-23T12:00:00Z");
const beganMs = NOW_MS - 30 * HOUR_MS;
const facts = { digest: "d".repeat(22) };
const rows = [
  ...Array.from({ length: 30 }, (_, hour) =>
    ledgerRow({
      call_id: `call-${hour}`,
      started_at_ms: beganMs + hour * HOUR_MS,
      request_facts: hour % 2 === 0 ? facts : { finish_reason: "end" },
    }),
  ),
  ledgerRow({ call_id: "call-29", attempt: 1, final: false, started_at_ms: NOW_MS - 2 }),
  ledgerRow({ call_id: "simulated", simulated: true, started_at_ms: NOW_MS - 1 }),
];
const config = configSchema.parse({
  providers: { openai: { kind: "openai", base_url: "https://api.openai.com/v1" } },
});
const prices = loadPriceBook();
const everything = {
  prices,
  config,
  fromMs: NOW_MS - 90 * 24 * HOUR_MS,
  toMs: NOW_MS + 24 * HOUR_MS,
  nowMs: NOW_MS,
};

test("a range is read in order, and what of it is no call is counted", async () => {
  const ledger = await openLedger();
  await ledger.append({ rows, cursors: [] });
  const asked = { ...everything, ledger };

  const read = await readHistory(asked);

  expect(read.history).toMatchObject({ fromMs: beganMs, toMs: NOW_MS, depth: "facts" });
  expect(read.history.sample).toBeUndefined();
  expect(read.history.calls.map(({ row }) => row.call_id)).toEqual(
    Array.from({ length: 30 }, (_, hour) => `call-${hour}`),
  );
  expect(read.history.calls[0]).toMatchObject({ cost: 3_000_000_000n, kind: "openai" });
  expect(read).toMatchObject({
    simulated: false,
    simulatedLeftOut: 1,
    others: [{ row: { final: false } }],
    callsWithoutFacts: 15,
    callsWithoutCost: 0,
    spend: 31n * 3_000_000_000n,
  });

  const alone = await readHistory({ ...asked, fromMs: NOW_MS - 1 });
  expect(alone).toMatchObject({ simulated: true, simulatedLeftOut: 0 });
  expect(alone.history.calls).toHaveLength(1);

  const none = await readHistory({ ...asked, toMs: beganMs - 1 });
  expect(none).toMatchObject({ simulated: false, history: { calls: [], depth: "bills" } });
});

test("of a range that holds more, stretches are read that lie evenly in it, each of them whole", async () => {
  const ledger = await openLedger();
  const minutes = Array.from({ length: 960 }, (_, minute) =>
    ledgerRow({ call_id: `m-${minute}`, started_at_ms: beganMs + minute * 60_000 }),
  );
  await ledger.append({ rows: minutes, cursors: [] });

  const { history } = await readHistory({ ...everything, ledger, mostRows: 160 });

  expect(history.sample?.stretches).toHaveLength(16);
  expect(history.sample?.of).toBe(96);
  expect(history.calls).toHaveLength(160);
  const [first] = history.calls;
  expect(first && history.sample?.like(first)).toEqual({ read: 160, all: 960 });
  // Sixth by sixth: ten calls from the middle of each sixteenth.
  expect(history.calls.map(({ row }) => row.call_id)).toEqual(
    Array.from({ length: 16 }, (_, part) =>
      Array.from({ length: 10 }, (__, at) => `m-${Math.floor((part + 0.5) * 6) * 10 + at}`),
    ).flat(),
  );
});

test("of a minute that holds more than is read the first rows are, and stand for the rest as a sample", async () => {
  const ledger = await openLedger();
  const burst = Array.from({ length: 60 }, (_, at) =>
    ledgerRow({ call_id: `b-${at}`, started_at_ms: beganMs + at * 100 }),
  );
  await ledger.append({ rows: burst, cursors: [] });

  const read = await readHistory({ ...everything, ledger, mostRows: 20 });

  expect(read.history.calls).toHaveLength(20);
  expect(read.history.sample).toMatchObject({
    stretches: [{ fromMs: beganMs, toMs: beganMs + 1_901 }],
    of: 3,
  });
  expect(read.spend).toBe(20n * 3_000_000_000n);
  expect(read.spendOfRange).toBe(60n * 3_000_000_000n);
});

test("what logs know of a provider that nobody configured is read as it is spoken to, and its models are in reach", async () => {
  const ledger = await openLedger();
  const logged = {
    ...{ provider: "anthropic", request_model: "claude-opus-4-1" },
    wire_format: undefined,
  };
  await ledger.append({
    rows: [
      ledgerRow({ call_id: "logged", ...logged, source: "litellm", started_at_ms: NOW_MS - 3 }),
      ledgerRow({ call_id: "own", ...logged, provider: "gemini", started_at_ms: NOW_MS - 2 }),
    ],
    cursors: [],
  });

  const { history } = await readHistory({ ...everything, ledger });

  expect(history.calls.map(({ kind, format }) => ({ kind, format }))).toEqual([
    { kind: "anthropic", format: "anthropic.messages" },
    // What a gateway sent to a provider that is not configured any more says nothing of an account.
    { kind: undefined, format: undefined },
  ]);
  const inReach = new Set(
    history.market?.alternatives.flatMap(({ isUsed, priceProvider }) =>
      isUsed ? [priceProvider] : [],
    ),
  );
  expect([...inReach].sort()).toEqual(["anthropic", "openai"]);
});
