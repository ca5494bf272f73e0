import { experimentDetail, experimentsReport, type LedgerRow } from "@headgate/contract";
import { formatDollars, picodollars } from "@headgate/money";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { NOW_MS, type OpenApp, openApp } from "../open-app.fixture.ts";

const DAY_MS = 86_400_000;
const range = `from=${new Date(NOW_MS - 10 * DAY_MS).toISOString()}&to=${new Date(NOW_MS).toISOString()}`;

/** Sessions of two calls; every sixth is held out and costs 1,000 picodollars a call, the others 800. */
const rows = Array.from({ length: 1_800 }, (_, index): LedgerRow => {
  const session = Math.floor(index / 2);
  const arm = session % 6 === 0 ? "held_out" : "treated";
  const row = ledgerRow({ call_id: `call-${index}` });
  const cost = formatDollars(picodollars(arm === "held_out" ? 1_000n : 800n));
  return {
    ...row,
    started_at_ms: NOW_MS - DAY_MS * (9 - Math.floor((session / 900) * 9)) + index,
    attribution: { session: `s${session}`, team: "support" },
    charge: { ...row.charge, effective_cost: cost },
    simulated: false,
    experiments: [{ experiment: "faq/output", lever: "output", arm, share: 0.15 }],
  };
});

let stores: OpenApp;
beforeAll(async () => {
  stores = await openApp();
  await stores.ledger.append({ rows, cursors: [] });
});
afterAll(() => stores.close());

const get = async (path: string): Promise<Response> => stores.ask(path);

test("an experiment is told with its arms, what it saves and how sure that is", async () => {
  const report = experimentsReport.parse(await (await get(`/api/experiments?${range}`)).json());

  expect(report.experiments).toHaveLength(1);
  expect(report.experiments[0]).toMatchObject({
    name: "faq/output",
    lever: "output",
    verdict: "saves",
    arms: {
      treated: { units: 750, calls: 1_500, cost: "0.000001200000" },
      held_out: { units: 150, calls: 300, cost: "0.000000300000" },
    },
    cost_per_call: { estimate: "-0.000000000200" },
    saved: { estimate: "0.000000300000" },
  });
});

test("one experiment is found by its name, with its interval over the days", async () => {
  const answer = await get(`/api/experiments/${encodeURIComponent("faq/output")}?${range}`);
  const detail = experimentDetail.parse(await answer.json());

  expect(detail.over_time.length).toBeGreaterThan(1);
  expect(detail.over_time.at(-1)).toMatchObject(detail.cost_per_call ?? {});
});

test("of a range that an experiment began before it is told that its intervals do not hold at every moment", async () => {
  const from = new Date(NOW_MS - 5 * DAY_MS).toISOString();
  const cut = `from=${from}&to=${new Date(NOW_MS).toISOString()}`;
  const reasonsOf = async (asked: string) => {
    const list = experimentsReport.parse(await (await get(`/api/experiments?${asked}`)).json());
    const one = await get(`/api/experiments/${encodeURIComponent("faq/output")}?${asked}`);
    return [list.experiments[0]?.reason, experimentDetail.parse(await one.json()).reason];
  };

  for (const reason of await reasonsOf(cut)) expect(reason).toContain("began before this range");
  for (const reason of await reasonsOf(range)) expect(reason).not.toContain("began before");
});

test("filters hold, and a name that no call was in is not found", async () => {
  const other = await get(`/api/experiments?${range}&team=sales`);
  expect(await other.json()).toEqual({ experiments: [] });

  await expectError(await get(`/api/experiments/none?${range}`), 404, "not_found");
});
