import type { ChargeLine, LedgerRow } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { expect } from "vitest";
import type { Check } from "../store.conformance.ts";
import { attempt, HOUR_MS, NOON_MS } from "../store.fixture.ts";

const two = { from: "2026-07-15T00:00:00Z", to: "2026-07-17T00:00:00Z" };
const DAY_MS = 24 * HOUR_MS;
const TODAY_MS = Date.parse(two.from);

const line = (record: string): ChargeLine => ({
  component: "input",
  quantity: 1,
  unit_price: "2.000000000000",
  list_cost: "2.000000000000",
  price_record: record,
});
/** An attempt that is billed less than it costs, as under a prepaid commitment. */
const billed = (
  callId: string,
  cost: string,
  records: readonly string[],
  more: Partial<LedgerRow> = {},
): LedgerRow =>
  attempt({
    call_id: callId,
    charge: {
      confidence: "exact",
      list_cost: "9.000000000000",
      contracted_cost: "9.000000000000",
      effective_cost: "9.000000000000",
      billed_cost: cost,
      lines: records.map(line),
    },
    ...more,
  });

/** What every store must answer of what days are billed as. */
export function describeBilledByDay(check: Check): void {
  check("adds billed cost up by day, provider, model and first price record", async (store) => {
    const output = "acme/one/standard/global/output@2026-01-01";
    await store.append({
      rows: [
        billed("a", "1.500000000000", ["acme/one/standard/global/input@2026-01-01", output]),
        billed("b", "0.250000000000", ["acme/one/standard/global/input@2026-01-01"]),
        billed("c", "4.000000000000", [output]),
        billed("d", "8.000000000000", [], { started_at_ms: NOON_MS + DAY_MS }),
        attempt({ call_id: "e", cost: null, started_at_ms: NOON_MS + DAY_MS }),
        attempt({ call_id: "f", cost: null, provider: "zeta" }),
      ],
      cursors: [],
    });

    const days = await store.report("billed-by-day", two);

    expect(
      days.map((row) => [row.dayStartMs, row.provider, row.priceRecord, row.billedCost]),
    ).toEqual([
      [TODAY_MS, "openai", "acme/one/standard/global/input@2026-01-01", parseDollars("1.75")],
      [TODAY_MS, "openai", output, parseDollars("4")],
      [TODAY_MS, "zeta", undefined, undefined],
      [TODAY_MS + DAY_MS, "openai", undefined, parseDollars("8")],
    ]);
    expect(days.map(({ unpricedAttempts }) => unpricedAttempts)).toEqual([0, 0, 1, 1]);
  });

  check("keeps simulated calls off the bill", async (store) => {
    await store.append({
      rows: [
        billed("a", "1.500000000000", []),
        billed("b", "0.250000000000", [], { simulated: true }),
        attempt({ call_id: "c", cost: null, simulated: true }),
      ],
      cursors: [],
    });

    const [row] = await store.report("billed-by-day", two);

    expect(row).toMatchObject({
      billedCost: parseDollars("1.5"),
      simulatedCost: parseDollars("0.25"),
      unpricedAttempts: 0,
    });
  });
}
