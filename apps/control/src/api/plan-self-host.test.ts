import { type LedgerRow, selfHostPlanReport } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { NOW_MS, type OpenApp, openApp } from "../open-app.fixture.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS = 10;

const UNPRICED = {
  confidence: "unknown",
  list_cost: null,
  contracted_cost: null,
  effective_cost: null,
  billed_cost: null,
  reason: "no usage",
  lines: [],
} as const;

/** Two constructed calls an hour for ten days; those of the blue team have no known tokens. */
const rows = (): LedgerRow[] =>
  Array.from({ length: DAYS * 24 }, (_, hour) => hour).flatMap((hour) =>
    ["red", "blue"].map((team) =>
      ledgerRow({
        call_id: `${team}-${hour}`,
        started_at_ms: NOW_MS - DAYS * DAY_MS + hour * HOUR_MS,
        attribution: { team },
        ...(team === "red"
          ? { usage: { input: 800, cache_read: 200, output: 300 } }
          : { usage: {}, usage_origin: "none", charge: UNPRICED, baseline_cost: null }),
      }),
    ),
  );

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
  await control.ledger.append({ rows: rows(), cursors: [] });
});
afterAll(() => control.close());

const ask = async (about: Readonly<Record<string, unknown>>) => {
  const response = await control.ask("/api/plan/self-host", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      model: "llama-3.3-70b",
      accelerator: "h100",
      machine: { kind: "stated", dollars_per_hour: "2.95" },
      ...about,
    }),
  });
  return response;
};
const day = (daysAgo: number): string => new Date(NOW_MS - daysAgo * DAY_MS).toISOString();
const history = (filter: Readonly<Record<string, string>>, from = 30) => ({
  demand: { kind: "history", from: day(from), to: day(0), filter },
});
const planOf = async (about: Readonly<Record<string, unknown>>) =>
  selfHostPlanReport.parse(await (await ask(about)).json());

test("the ledger's own calls make the traffic, from the first one that it has seen", async () => {
  const plan = await planOf(history({ team: "red" }));

  expect(plan).toMatchObject({
    kind: "plan",
    answer: "api",
    traffic: {
      hours: DAYS * 24,
      prompt_tokens: 1000,
      cached_tokens: 200,
      answer_tokens: 300,
      unknown_calls: 0,
      calls_per_month: 730,
    },
  });
});

test("calls without known tokens are counted and take no part in the lengths", async () => {
  const plan = await planOf(history({}));

  expect(plan).toMatchObject({
    kind: "plan",
    traffic: { prompt_tokens: 1000, answer_tokens: 300 },
  });
  expect(plan.kind === "plan" && plan.traffic.unknown_calls).toBe(DAYS * 24);
});

test("a history of a day, or of no call, is told to be too little", async () => {
  const short = await planOf(history({ team: "red" }, 1));
  const none = await planOf(history({ team: "green" }));

  expect(short).toMatchObject({ kind: "no_plan", reasons: [{ why: "too_little_history" }] });
  expect(none).toMatchObject({ kind: "no_plan", reasons: [{ why: "missing", place: "demand" }] });
});

test("demand that is stated needs no ledger, and a listed machine is priced by its list", async () => {
  const plan = await planOf({
    accelerator: undefined,
    machine: { kind: "listed", provider: "aws", sku: "p5.48xlarge", region: "us-east-1" },
    demand: { kind: "stated", calls_per_day: 1000, prompt_tokens: 500, answer_tokens: 100 },
  });

  expect(plan).toMatchObject({ kind: "plan", deployment: { accelerator: "h100" } });
});

test("a field that is no part of the question is refused by its name", async () => {
  const response = await ask({ ...history({}), colour: "red" });

  await expectError(response, 400, "request_invalid");
});
