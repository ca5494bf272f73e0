import { type BillLine, kpisReport, type LedgerRow, reconcileReport } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { negotiatedLine } from "../negotiated-line.fixture.ts";
import { NOW_MS, type OpenApp, openApp } from "../open-app.fixture.ts";

const RANGE = "from=2026-11-20T06:00:00Z&to=2026-11-20T18:00:00Z";
const line: BillLine = { ...negotiatedLine("2026-11-20"), attribution: {} };
const cost = "0.150000000000";
const row: LedgerRow = ledgerRow({
  call_id: "a",
  provider: "our-openai",
  simulated: false,
  started_at_ms: Date.parse("2026-11-20T12:00:00Z"),
  response_model: "gpt-4o-mini-2024-07-18",
  // OpenAI's word, which is no tier of bills.
  service_tier: "auto",
  usage: { input: 1_000_000 },
  charge: {
    confidence: "exact",
    list_cost: cost,
    contracted_cost: cost,
    effective_cost: cost,
    billed_cost: cost,
    lines: [
      {
        component: "input",
        quantity: 1_000_000,
        unit_price: "0.000000150000",
        list_cost: cost,
        price_record: "constructed",
      },
    ],
  },
});

let control: OpenApp;
beforeAll(async () => {
  // The gateway calls the provider by a name of the operator's.
  control = await openApp({
    config: {
      providers: {
        "our-openai": { kind: "openai", base_url: "https://api.openai.com/v1", api_key: "k" },
      },
    },
  });
  await control.ledger.append({ rows: [row], cursors: [] });
  const number = await control.ledger.beginImport({ startedAtMs: NOW_MS, named: [] });
  await control.ledger.addToImport({ import: number, sequence: 0, billLines: [line] });
  await control.ledger.finishImport({
    import: number,
    finishedAtMs: NOW_MS,
    read: [],
    skips: [],
    warnings: [],
  });
});
afterAll(() => control.close());

test("whole days are compared by the price book's names, and a discount is told by its list prices", async () => {
  const report = await control.read(`/api/reconcile?${RANGE}`, reconcileReport.strict());

  expect(report).toMatchObject({
    from: "2026-11-20T00:00:00.000Z",
    to: "2026-11-21T00:00:00.000Z",
    is_on_target: false,
    groups: [
      {
        provider: "openai",
        accounts: ["org-1"],
        difference: "-0.030000000000",
        reconciled_share: "0.750000",
        causes: [{ cause: "rate", reason: "discount", amount: "-0.030000000000" }],
      },
    ],
    cells: [{ model: "gpt-4o-mini", component: "input", note: "20.0 % below list price" }],
    rates: [{ per_million: "0.120000", list_per_million: "0.150000", valid_from: "2026-11-20" }],
  });
});

test("the KPI of the bill is the reconciled share, and a bill takes no filter", async () => {
  const shareOf = async (filter: string) => {
    const { kpis } = await control.read(`/api/kpis?${RANGE}${filter}`, kpisReport.strict());
    return kpis.find((kpi) => kpi.name === "reconciled_share");
  };

  expect(await shareOf("")).toMatchObject({
    kind: "known",
    value: "0.750000000000",
    is_on_target: false,
  });
  expect(await shareOf("&team=red")).toMatchObject({
    kind: "unknown",
    reason: "bills are not divided by what calls are filtered by",
  });
});

test("only what is asked for is compared", async () => {
  const report = await control.read(`/api/reconcile?${RANGE}&account=other`, reconcileReport);
  expect(report).toMatchObject({ groups: [], is_on_target: null });
  await expectError(await control.ask(`/api/reconcile?${RANGE}&acount=x`), 400, "request_invalid");
});
