import { configSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { NOW_MS, openApp } from "../open-app.fixture.ts";
import { readHistory } from "./read-history.ts";

const HOUR_MS = 3_600_000;
const beganMs = NOW_MS - 30 * HOUR_MS;
const facts = { digest: "d".repeat(22) };
const rows = [
  ...Array.from({ length: 30 }, (_, hour) =>
    ledgerRow({
      call_id: `call-${hour}`,
      started_at_ms: beganMs + hour * HOUR_MS,
      ...(hour % 2 === 0 && { request_facts: facts }),
    }),
  ),
  ledgerRow({ call_id: "call-29", attempt: 1, final: false, started_at_ms: NOW_MS - 2 }),
  ledgerRow({ call_id: "simulated", simulated: true, started_at_ms: NOW_MS - 1 }),
];
const config = configSchema.parse({
  providers: { openai: { kind: "openai", base_url: "https://api.openai.com/v1" } },
});

test("a range is read in order, and what of it is no call is counted", async () => {
  const app = await openApp();
  try {
    await app.ledger.append({ rows, cursors: [] });
    const asked = {
      ledger: app.ledger,
      prices: app.prices,
      config,
      fromMs: NOW_MS - 90 * 24 * HOUR_MS,
      toMs: NOW_MS + 24 * HOUR_MS,
      nowMs: NOW_MS,
    };

    const read = await readHistory(asked);

    expect(read.history).toMatchObject({ fromMs: beganMs, toMs: NOW_MS, depth: "facts" });
    expect(read.history.calls.map(({ row }) => row.call_id)).toEqual(
      Array.from({ length: 30 }, (_, hour) => `call-${hour}`),
    );
    expect(read.history.calls[0]).toMatchObject({ cost: 3_000_000_000n, kind: "openai" });
    expect(read).toMatchObject({
      simulated: false,
      simulatedLeftOut: 1,
      otherAttempts: 1,
      callsWithoutFacts: 15,
      callsWithoutCost: 0,
      cut: false,
      spend: 31n * 3_000_000_000n,
    });

    // The newest that fit, and the range begins with them.
    const few = await readHistory({ ...asked, mostRows: 12 });
    const first = few.history.calls[0]?.row.started_at_ms ?? 0;
    expect(few.cut).toBe(true);
    expect(few.history.calls.length).toBeGreaterThanOrEqual(9);
    expect(few.history.fromMs).toBeLessThanOrEqual(first);
    expect(few.history.fromMs).toBeGreaterThan(first - HOUR_MS);
    expect(few.history.calls.at(-1)?.row.call_id).toBe("call-29");

    const alone = await readHistory({ ...asked, fromMs: NOW_MS - 1 });
    expect(alone).toMatchObject({ simulated: true, simulatedLeftOut: 0 });
    expect(alone.history.calls).toHaveLength(1);

    const none = await readHistory({ ...asked, toMs: beganMs - 1 });
    expect(none).toMatchObject({ simulated: false, history: { calls: [], depth: "bills" } });
  } finally {
    await app.close();
  }
});
