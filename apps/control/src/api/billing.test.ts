import { billingReport, type LedgerRow } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { type OpenApp, openApp } from "../open-app.fixture.ts";

const day = (number: number): string => `2026-11-${String(number).padStart(2, "0")}`;
const priced = (callId: string, onDay: number, cost: string, record?: string): LedgerRow =>
  ledgerRow({
    call_id: callId,
    started_at_ms: Date.parse(`${day(onDay)}T18:00:00Z`),
    charge: {
      confidence: "exact",
      list_cost: cost,
      contracted_cost: cost,
      effective_cost: cost,
      billed_cost: cost,
      lines:
        record === undefined
          ? []
          : [
              {
                component: "input",
                quantity: 1,
                unit_price: cost,
                list_cost: cost,
                price_record: record,
              },
            ],
    },
  });

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
  const [batch] = control.prices.records.filter(
    ({ provider, model, tier, component }) =>
      provider === "openai" && model === "gpt-4o-mini" && tier === "batch" && component === "input",
  );
  if (batch === undefined) throw new Error("the book has no batch price to test with");
  await control.ledger.append({
    rows: [
      priced("a", 1, "6.000000000000"),
      priced("b", 2, "6.000000000000", batch.id),
      priced("c", 3, "6.000000000000"),
    ],
    cursors: [],
  });
});
afterAll(() => control.close());

const ask = (config: unknown, from: string, to: string) =>
  control.another({ config }).read(`/api/reports/billing?from=${from}&to=${to}`, billingReport);
const credit = { kind: "credit", name: "start", amount: "10", valid_from: "2026-10-01" };

test("a credit that was used up in part before the range pays only what is left of it", async () => {
  const answer = await ask({ overlays: [credit] }, `${day(2)}T00:00:00Z`, `${day(4)}T00:00:00Z`);

  expect(answer).toMatchObject({
    billed_cost: "12.000000000000",
    credited: "4.000000000000",
    to_pay: "8.000000000000",
    credits: [{ used_before: "6.000000000000", used: "4.000000000000", left: "0.000000000000" }],
    currency: null,
  });
});

test("a range in the middle of days is billed by its whole days, and says which", async () => {
  const answer = await ask({}, `${day(2)}T17:00:00Z`, `${day(3)}T01:00:00Z`);

  expect(answer).toMatchObject({
    first_day: day(2),
    last_day: day(3),
    billed_cost: "12.000000000000",
    to_pay: "12.000000000000",
    credits: [],
  });
});

test("a credit for a model or tier goes by the price book's names of the charge", async () => {
  const applies_to = { provider: "openai", model: "gpt-4o-mini", tier: "batch" };

  const answer = await ask(
    { overlays: [{ ...credit, applies_to }] },
    `${day(1)}T00:00:00Z`,
    `${day(4)}T00:00:00Z`,
  );

  expect(answer).toMatchObject({ billed_cost: "18.000000000000", credited: "6.000000000000" });
});

test("amounts come in the billing currency too, with each rate and its date", async () => {
  const billing_currency = {
    code: "EUR",
    rates: [
      { valid_from: "2026-01-01", per_dollar: "0.5" },
      { valid_from: day(3), per_dollar: "0.75" },
    ],
  };

  const { currency } = await ask(
    { billing_currency, overlays: [credit] },
    `${day(1)}T00:00:00Z`,
    `${day(4)}T00:00:00Z`,
  );

  expect(currency).toMatchObject({
    code: "EUR",
    billed: "10.500000000000",
    credited: "5.000000000000",
    to_pay: "5.500000000000",
    parts: [
      { valid_from: "2026-01-01", per_dollar: "0.5" },
      { valid_from: day(3), per_dollar: "0.75" },
    ],
  });
});

test("a range without calls is billed nothing, and its credits are whole", async () => {
  const answer = await ask({ overlays: [credit] }, "2026-10-01T00:00:00Z", "2026-10-05T00:00:00Z");

  expect(answer).toMatchObject({ billed_cost: "0.000000000000", unpriced_attempts: 0 });
  expect(answer.credits).toMatchObject([{ used: "0.000000000000", left: "10.000000000000" }]);
});

test("a filter is refused: a part of the bill has no credits of its own", async () => {
  const asked = `/api/reports/billing?from=${day(1)}T00:00:00Z&to=${day(2)}T00:00:00Z&team=support`;

  await expectError(await control.ask(asked), 400, "request_invalid");
});
