import type { LedgerRow } from "@headgate/contract";
import { chargeToWire, unpriced, usageUnknown } from "@headgate/pricing";
import { expect, test } from "vitest";
import { ledgerRow, openLedger } from "../open-ledger.fixture.ts";
import { findingId } from "./advice-of-finding.ts";
import { findUnpriced } from "./find-unpriced.ts";

const day = {
  from: "2026-11-20T00:00:00.000Z",
  to: "2026-11-21T00:00:00.000Z",
  simulated: false,
};
const unknown = (call_id: string, reason: string, more: Partial<LedgerRow> = {}): LedgerRow =>
  ledgerRow({ call_id, charge: chargeToWire(unpriced(reason)), baseline_cost: null, ...more });

test("a price is asked for where one is missing, and not where nobody told what was used", async () => {
  const ledger = await openLedger();
  await ledger.append({
    rows: [
      unknown("a", "the price book has no such model", { request_model: "mystery" }),
      unknown("b", "the price book has no such model", { request_model: "mystery" }),
      ...Object.values(usageUnknown).map((reason) =>
        unknown(reason.slice(0, 8), reason, { usage: {}, usage_origin: "none" }),
      ),
    ],
    cursors: [],
  });

  const found = await findUnpriced(ledger, day);

  expect(found).toMatchObject([
    {
      kind: "unpriced",
      title: "Give openai/mystery a price: what 2 attempts cost is not known",
      dollars: null,
      figures: [{ value: "2" }],
    },
  ]);
});

test("one model at two providers is two findings: what becomes of the one is not done to the other", async () => {
  const ledger = await openLedger();
  const mystery = (id: string, provider: string) =>
    unknown(id, "the price book has no such model", { request_model: "mystery", provider });
  await ledger.append({ rows: [mystery("a", "openai"), mystery("b", "groq")], cursors: [] });

  const found = await findUnpriced(ledger, day);

  expect(new Set(found.map(findingId)).size).toBe(2);
});
