import { setImmediate } from "node:timers/promises";
import {
  callDetailSchema,
  type LedgerRow,
  type RerateJob,
  rerateJobSchema,
  reratingsResponse,
  totalsReport,
} from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { type OpenApp, openApp, sendJson } from "../open-app.fixture.ts";

const november = { from: "2026-11-01T00:00:00Z", to: "2026-12-01T00:00:00Z" };
const charge = (cost: string | null): LedgerRow["charge"] => ({
  confidence: cost === null ? "unknown" : "exact",
  list_cost: cost,
  contracted_cost: cost,
  effective_cost: cost,
  billed_cost: cost,
  lines:
    cost === null
      ? []
      : [
          {
            component: "input",
            quantity: 1_000,
            unit_price: "0.000003000000",
            list_cost: cost,
            price_record: "openai/gpt-4o-mini/standard/global/input@2024-07-18~2026-11-28",
          },
        ],
});
/** A call of gpt-4o-mini, which costs $0.15 and $0.60 a million: 0.00015 + 0.00012. */
const mini = (callId: string, about: Partial<LedgerRow>): LedgerRow =>
  ledgerRow({
    call_id: callId,
    request_model: "gpt-4o-mini",
    response_model: "gpt-4o-mini",
    provider: "main",
    ...about,
  });

let control: OpenApp;
beforeAll(async () => {
  control = await openApp({
    config: {
      providers: { main: { kind: "openai", base_url: "http://127.0.0.1:1", api_key: "k" } },
    },
  });
  await control.ledger.append({
    rows: [
      mini("wrong", { charge: charge("0.003000000000"), baseline_cost: "0.003000000000" }),
      mini("unknown", { charge: charge(null), baseline_cost: null, simulated: true }),
      mini("elsewhere", { provider: "gone", charge: charge(null), baseline_cost: null }),
      mini("later", {
        started_at_ms: Date.parse("2026-11-22T10:00:00Z"),
        charge: charge(null),
        baseline_cost: null,
      }),
    ],
    cursors: [],
  });
});
afterAll(() => control.close());

async function rerate(body: Record<string, unknown>): Promise<RerateJob> {
  const response = await control.ask("/api/prices/rerate", sendJson("POST", body));
  let job = rerateJobSchema.parse(await response.json());
  while (job.state === "running") {
    await setImmediate();
    job = await control.read(`/api/prices/rerate/${job.id}`, rerateJobSchema);
  }
  return job;
}
const costs = async (charges = "current") =>
  (
    await control.read(
      `/api/reports/totals?from=${november.from}&to=${november.to}&charges=${charges}`,
      totalsReport,
    )
  ).totals;

test("a preview tells what would change by model and cause, and changes nothing", async () => {
  const job = await rerate(november);

  expect(job).toMatchObject({
    state: "done",
    apply: false,
    rerating: null,
    progress: { attempts_done: 4, attempts_total: 4 },
    difference: {
      attempts: 4,
      revised_attempts: 3,
      kept: [{ reason: 'no provider "gone" is configured any more', attempts: 1 }],
      before: { effective_cost: "0.003000000000", unpriced_attempts: 3 },
      after: { effective_cost: "0.000810000000", unpriced_attempts: 1 },
      effective_cost_difference: "-0.002190000000",
      simulated_difference: "0.000270000000",
      by_model: [{ provider: "main", model: "gpt-4o-mini", attempts: 3 }],
    },
  });
  expect(job.difference.by_cause.map(({ cause }) => cause)).toContain("now_priced");
  expect(await costs()).toMatchObject({ effective_cost: "0.003000000000", unpriced_attempts: 3 });
});

test("a re-rating of other prices than those of the preview is refused", async () => {
  const answer = await control.ask(
    "/api/prices/rerate",
    sendJson("POST", { ...november, apply: true, price_book: "2026-01-01/000000000000" }),
  );

  await expectError(answer, 409, "prices_changed");
});

test("what is applied holds in reports, and what was charged first can still be seen", async () => {
  const preview = await rerate(november);
  const job = await rerate({ ...november, apply: true, price_book: preview.price_book });

  expect(job).toMatchObject({ state: "done", rerating: 1, difference: preview.difference });
  expect(await costs()).toMatchObject({
    effective_cost: "0.000810000000",
    unpriced_attempts: 1,
    simulated_cost: "0.000270000000",
  });
  expect(await costs("original")).toMatchObject({ effective_cost: "0.003000000000" });
  const call = await control.read("/api/calls/wrong", callDetailSchema);
  expect(call.attempts[0]?.charge.effective_cost).toBe("0.000270000000");
  expect(call.revisions.map(({ charge: held }) => held.effective_cost)).toEqual([
    "0.003000000000",
    "0.000270000000",
  ]);
  expect(call.price_records.map(({ component }) => component)).toEqual(["input", "output"]);
  const { reratings } = await control.read("/api/prices/reratings", reratingsResponse);
  expect(reratings).toMatchObject([
    { rerating: 1, price_book: job.price_book, difference: job.difference },
  ]);
});

test("applying again finds nothing to change and makes no re-rating", async () => {
  const job = await rerate({ ...november, apply: true });

  expect(job).toMatchObject({
    state: "done",
    rerating: null,
    difference: { revised_attempts: 0, effective_cost_difference: "0.000000000000" },
  });
});

test("only one job runs at a time, and what a stop cut off does not hold", async () => {
  const early = loadPriceBook({ asKnownAt: "2024-01-01" });
  const other = control.another({ prices: () => early });
  const first = await other.ask(
    "/api/prices/rerate",
    sendJson("POST", { ...november, apply: true }),
  );
  const second = await other.ask("/api/prices/rerate", sendJson("POST", november));

  await expectError(second, 409, "rerate_running");
  await other.rerateJobs.close();
  const { id } = rerateJobSchema.parse(await first.json());
  const job = await other.read(`/api/prices/rerate/${id}`, rerateJobSchema);
  expect(job).toMatchObject({ state: "failed", error: { code: "draining" }, rerating: null });
  expect(await costs()).toMatchObject({ effective_cost: "0.000810000000" });
});

test("a job that nobody started is not found", async () => {
  await expectError(await control.ask("/api/prices/rerate/none"), 404, "not_found");
});

test("a call that a log tells of is priced by the provider that the log names", async () => {
  const october = { from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z" };
  await control.ledger.append({
    rows: [
      mini("logged", {
        source: "litellm",
        provider: "openai",
        started_at_ms: Date.parse("2026-10-20T10:00:00Z"),
        charge: charge(null),
        baseline_cost: null,
      }),
    ],
    cursors: [],
  });

  const job = await rerate(october);

  expect(job.difference).toMatchObject({
    revised_attempts: 1,
    kept: [],
    after: { effective_cost: "0.000270000000", unpriced_attempts: 0 },
  });
});
