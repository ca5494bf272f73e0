import type { LedgerRow } from "@headgate/contract";
import { expect } from "vitest";
import { billLine, callFrom, importAll, usageTotal } from "../imports/imports.fixture.ts";
import type { Check } from "../store.conformance.ts";
import { type attempt, dollarsOf, HOUR_MS, NOON_MS } from "../store.fixture.ts";
import type { LedgerStore } from "../store.ts";

const UNIT = 10n ** 12n;
const DAY_MS = 86_400_000;
const dayMs = NOON_MS - (NOON_MS % DAY_MS);
const ask = (store: LedgerStore) =>
  store.report("reconciliation", {
    from: "2026-07-01T00:00:00Z",
    to: "2026-08-01T00:00:00Z",
    cost: "effective",
  });
const call = (id: string, change: Parameters<typeof attempt>[0] = {}): LedgerRow =>
  callFrom("bedrock_invocation_log", id, { provider: "bedrock", ...change });

/** A charge of 10 input tokens, 5 of another model's output, and a rest that no line names. */
const charge = (rest: bigint): LedgerRow["charge"] => ({
  confidence: "exact",
  list_cost: dollarsOf(35n),
  contracted_cost: dollarsOf(35n + rest),
  effective_cost: dollarsOf(34n + rest),
  billed_cost: dollarsOf(35n + rest),
  lines: [
    {
      component: "input",
      quantity: 10,
      unit_price: dollarsOf(2n),
      list_cost: dollarsOf(20n),
      price_record: "r",
      overlay: {
        names: ["ours"],
        contracted_cost: dollarsOf(20n),
        effective_cost: dollarsOf(19n),
        billed_cost: dollarsOf(20n),
      },
    },
    {
      model: "other",
      component: "output",
      quantity: 5,
      unit_price: dollarsOf(3n),
      list_cost: dollarsOf(15n),
      price_record: "r",
    },
  ],
});

/** What every store must set side by side for a reconciliation. */
export function describeReconciliation(check: Check): void {
  check("sets calls out by the components of their charges, to the picodollar", async (store) => {
    await importAll(store, {
      attempts: [
        call("a", { charge: charge(0n), account_id: "1" }),
        call("b", { charge: charge(7n), account_id: "1" }),
        call("unpriced", { cost: null, usage: { input: 3, reasoning: 4 } }),
        call("pretended", { charge: charge(0n), simulated: true }),
      ],
    });

    const { calls } = await ask(store);

    const known = { provider: "bedrock", dayMs, tier: null, scope: null, region: null };
    expect(calls).toHaveLength(6);
    expect(calls).toEqual(
      expect.arrayContaining([
        {
          ...known,
          account: "1",
          model: "gpt-5",
          component: "input",
          quantity: 20n * UNIT,
          cost: 38n,
          attempts: 2,
        },
        {
          ...known,
          account: "1",
          model: "other",
          component: "output",
          quantity: 10n * UNIT,
          cost: 30n,
          attempts: 2,
        },
        {
          ...known,
          account: "1",
          model: "gpt-5",
          component: null,
          quantity: null,
          cost: 7n,
          attempts: 2,
        },
        {
          ...known,
          account: null,
          model: "gpt-5",
          component: "input",
          quantity: 3n * UNIT,
          cost: null,
          attempts: 1,
        },
        {
          ...known,
          account: null,
          model: "gpt-5",
          component: "reasoning",
          quantity: 4n * UNIT,
          cost: null,
          attempts: 1,
        },
        {
          ...known,
          account: null,
          model: "gpt-5",
          component: null,
          quantity: null,
          cost: null,
          attempts: 1,
        },
      ]),
    );
  });

  check("tells lines that are no use of a model by what they are", async (store) => {
    const input = { model: "claude", component: "input", component_quantity: "10" } as const;
    await importAll(store, {
      billLines: [
        billLine("use 1", { cost: "1", ...input }),
        billLine("use 2", { cost: "2", ...input }),
        billLine("tax", { cost: "3", charge_category: "tax", category: "not_ai" }),
        billLine("restated", { cost: "4", charge_class: "correction", ...input }),
        billLine("unused", { cost: "5", commitment_discount_status: "unused" }),
        billLine("support", { cost: "6", category: "not_ai", service_name: "AWS Support" }),
        billLine("stored", { cost: "7", category: "storage" }),
        billLine("machines", { cost: "8", category: "not_ai" }),
        billLine("month", { cost: "9", charge_period_end_ms: Date.UTC(2026, 7, 2) }),
        billLine("other bill", { cost: "10", source: "aws_cost_explorer" }),
      ],
      usageTotals: [usageTotal("1", { provider: "bedrock", model: "claude" })],
    });

    const sides = await ask(store);

    const found = sides.bills.map(({ kind, cost }) => `${kind} ${cost / UNIT}`);
    expect(found.toSorted()).toEqual([
      "commitment 5",
      "correction 4",
      "other_service 7",
      "support 6",
      "tax 3",
      "usage 3",
    ]);
    expect(sides.bills.find(({ kind }) => kind === "usage")).toMatchObject({
      startMs: dayMs,
      endMs: dayMs + DAY_MS,
      quantity: 20n * UNIT,
      lines: 2,
    });
    expect(sides.linesNotAboutAi).toEqual([{ currency: "USD", lines: 1, cost: "8.000000000000" }]);
    expect(sides.linesAcross).toEqual([{ currency: "USD", lines: 1, cost: "9.000000000000" }]);
    expect(sides.totals).toMatchObject([
      { model: "claude", component: "input", quantity: 10n * UNIT },
    ]);
  });

  check("leaves sums out that are there once more with their account", async (store) => {
    const sum = (id: string, account?: string, input = 10) =>
      usageTotal(id, {
        ...{ start_ms: dayMs, end_ms: dayMs + DAY_MS, model: "gpt", usage: { input } },
        ...(account !== undefined && { account }),
      });
    await importAll(store, { usageTotals: [sum("1"), sum("2", undefined, 5)] });
    expect((await ask(store)).totals).toMatchObject([{ quantity: 15n * UNIT }]);

    await importAll(store, { usageTotals: [sum("a:1", "research"), sum("b:1", "products", 2)] });

    expect((await ask(store)).totals).toMatchObject([{ quantity: 12n * UNIT }]);
  });

  check("tells until when a bill goes that states some hours of its last day", async (store) => {
    const hourly = (hour: number) =>
      billLine(`${hour}`, {
        charge_period_start_ms: dayMs + hour * HOUR_MS,
        charge_period_end_ms: dayMs + (hour + 1) * HOUR_MS,
      });
    await importAll(store, { billLines: [0, 1, 2].map(hourly) });
    expect((await ask(store)).ending).toEqual([
      { provider: "bedrock", account: "111122223333", untilMs: dayMs + 3 * HOUR_MS },
    ]);

    await importAll(store, { billLines: [0, 23].map(hourly) });
    expect((await ask(store)).ending).toEqual([]);
  });
}
