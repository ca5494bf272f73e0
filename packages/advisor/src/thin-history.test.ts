import { configSchema, type LedgerRow } from "@headgate/contract";
import { parseDollars, sum } from "@headgate/money";
import { builtInInfrastructure, infrastructureBook } from "@headgate/planner";
import { loadPriceBook } from "@headgate/pricing";
import { expect, test } from "vitest";
import { type Advised, advise } from "./advise.ts";
import { ledgerRow, openLedger } from "./open-ledger.fixture.ts";

const START = Date.parse("2026-11-20T00:00:00Z");
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const config = configSchema.parse({
  providers: { openai: { kind: "openai", base_url: "http://127.0.0.1:9/v1", api_key: "sk-none" } },
  plans: {
    commitments: {
      samples: 20,
      offers: [
        {
          ...{ kind: "savings_plan", name: "year", term_months: 12, service: "other" },
          ...{ discount: 0.4, unit_dollars_per_hour: "0.06" },
        },
      ],
    },
  },
});

async function adviceOn(rows: readonly LedgerRow[], days: number): Promise<Advised> {
  const ledger = await openLedger();
  if (rows.length > 0) await ledger.append({ rows: [...rows], cursors: [] });
  const toMs = START + days * DAY;
  return advise({
    ...{ ledger, config, prices: loadPriceBook(), keys: [], fromMs: START, toMs, nowMs: toMs },
    infrastructure: infrastructureBook([...builtInInfrastructure()]),
  });
}

/** No figure is more than was spent, and none stands without a reason. */
function expectNothingMadeUp({ advice, read }: Advised): void {
  const saved = advice.flatMap(({ saved_in_range: one }) =>
    one === null ? [] : [parseDollars(one)],
  );
  expect(sum(saved)).toBeLessThanOrEqual(read.spend);
  for (const one of advice) {
    expect(one.confidence.reason).not.toBe("");
    expect(one.worth_per_month).not.toContain("NaN");
  }
}

test("without a call nothing is recommended, and what could not be looked at is no figure", async () => {
  const told = await adviceOn([], 30);

  expect(told.advice).toEqual([]);
  expect(told.read.history.depth).toBe("bills");
});

test("one call gets no saving, and nothing is committed for it", async () => {
  const told = await adviceOn([ledgerRow({ call_id: "one", started_at_ms: START + MINUTE })], 30);

  expectNothingMadeUp(told);
  expect(told.advice.filter(({ dollars_per_month: dollars }) => dollars !== null)).toEqual([]);
});

test("of a day of one model no more is told than was spent", async () => {
  const rows = Array.from({ length: 60 }, (_, index) =>
    ledgerRow({
      call_id: `call-${index}`,
      started_at_ms: START + index * 20 * MINUTE,
      request_facts: {
        digest: `question${index % 2}`.padEnd(22, "_"),
        deterministic: true,
      },
      key_id: "key_1",
    }),
  );
  const told = await adviceOn(rows, 1);

  expectNothingMadeUp(told);
  expect(told.advice.map(({ kind }) => kind)).toContain("exact-cache");
});
