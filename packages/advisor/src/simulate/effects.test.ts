import { configSchema, type RouteUse } from "@headgate/contract";
import { loadPriceBook } from "@headgate/pricing";
import { expect, test } from "vitest";
import { readHistory } from "../history/read-history.ts";
import { ledgerRow, openLedger } from "../open-ledger.fixture.ts";
import { simulatePolicies } from "./simulate-policies.ts";
import { simulationReportOf } from "./simulation-report.ts";

const START = Date.parse("2026-11-20T00:00:00Z");
const DAY = 86_400_000;
const policies = (...of: readonly object[]) =>
  configSchema.parse({ policies: of.map((one, index) => ({ name: `p${index}`, ...one })) })
    .policies;

/** Constructed calls: a dear model's of a task that is for micro models, some routed before, and a cheap model's own. */
async function simulated(next: ReturnType<typeof policies>, cheapCalls: number) {
  const ledger = await openLedger();
  const paced: RouteUse = {
    ...{ reference: "openai/gpt-4o", chosen: "openai/gpt-4o-mini", reason: "paced" },
  };
  const rows = [
    ...Array.from({ length: 30 }, (_, index) =>
      ledgerRow({
        ...{ call_id: `dear ${index}`, started_at_ms: START + index * 60_000, duration_ms: 2_000 },
        ...{ request_model: "gpt-4o", attribution: { feature: "sort" } },
        request_facts: {
          ...{ task: "intent", tier: "micro", needs: [], max_output_tokens: 50 },
          finish_reason: index < 3 ? "length" : "end",
        },
      }),
    ),
    ...Array.from({ length: cheapCalls }, (_, index) =>
      ledgerRow({
        ...{ call_id: `cheap ${index}`, started_at_ms: START + index * 60_000 + 1 },
        ...{ request_model: "gpt-4o-mini", duration_ms: 400 + index, attribution: {} },
        ...(index < 2 && { route: paced }),
      }),
    ),
  ];
  await ledger.append({ rows, cursors: [] });
  const config = configSchema.parse({
    providers: { openai: { kind: "openai", base_url: "http://127.0.0.1:9/v1", api_key: "x" } },
  });
  const read = await readHistory({
    ...{ ledger, config, prices: loadPriceBook() },
    ...{ fromMs: START, toMs: START + DAY, nowMs: START + DAY },
  });
  const of = { now: policies(), next, keyName: () => "" };
  return simulationReportOf(read, await simulatePolicies(read.history, of));
}

const tiers = { mode: "on", pool: ["openai/gpt-4o-mini"], day_one: "tiers", cascade: "never" };

test("calls that go to another model take its recorded median, and no label certifies them", async () => {
  const report = await simulated(policies({ match: { feature: "sort" }, route: tiers }), 21);

  expect(report.latency).toMatchObject({ moved: 30, moved_unknown: 0, answered: 0, deferred: 0 });
  // Thirty of two seconds and twenty-one of 400 to 420 milliseconds; the median of the latter is 410.
  expect(report.mean_duration_ms).toEqual({
    now: Math.round((30 * 2_000 + 21 * 410) / 51),
    next: 410,
  });
  expect(report.quality.uncertified).toEqual({ now: 2, next: 32 });
  expect(report.quality.cut).toEqual({ now: 3, next: 3 });
});

test("how long calls take at a model of which few calls are recorded is not known, and in no mean", async () => {
  const report = await simulated(policies({ match: { feature: "sort" }, route: tiers }), 3);

  expect(report.latency).toMatchObject({ moved: 30, moved_unknown: 30 });
  expect(report.mean_duration_ms).toEqual({ now: 401, next: 401 });
});

test("near answers are told with the largest share that may be wrong, and with none where one policy states none", async () => {
  const bounded = { semantic_cache: { mode: "on", max_wrong_share: 0.02 } };
  const open = { semantic_cache: { mode: "on" } };

  const one = await simulated(policies({ match: {}, ...bounded }), 3);
  expect(one.quality.near_answers).toEqual({
    ...{ now: { calls: 0, most_wrong: null }, next: { calls: 33, most_wrong: 0.02 } },
  });
  const two = await simulated(policies({ match: { feature: "sort" }, ...bounded }, open), 3);
  expect(two.quality.near_answers.next).toEqual({ calls: 33, most_wrong: null });
});
