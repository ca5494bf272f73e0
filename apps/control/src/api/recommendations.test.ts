import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type LedgerRow,
  parseConfig,
  type Recommendation,
  recommendationDetail,
  recommendationsAnswer,
} from "@headgate/contract";
import { parseDollars, sum } from "@headgate/money";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { NOW_MS, type OpenApp, openApp } from "../open-app.fixture.ts";

const DAY_MS = 86_400_000;
const FROM_MS = NOW_MS - 30 * DAY_MS;
const CALLS = 600;
const config = {
  providers: { openai: { kind: "openai", base_url: "https://api.openai.com/v1" } },
};
const written = `# Kept by the platform team.
providers:
  openai: { kind: openai, base_url: "https://api.openai.com/v1" }
`;
/** Two in three questions come again within the hour; nobody's team is told. */
const rows = Array.from({ length: CALLS }, (_, index): LedgerRow => {
  const block = Math.floor(index / 10);
  const isRepeat = index % 3 !== 0;
  return ledgerRow({
    call_id: `call-${index}`,
    started_at_ms:
      FROM_MS + Math.floor((block / (CALLS / 10)) * 30 * DAY_MS) + (index % 10) * 60_000,
    request_model: "gpt-4.1-mini",
    key_id: "key_1",
    attribution: { feature: "faq" },
    request_facts: {
      digest: (isRepeat ? `again${block}` : `once${index}`).padEnd(22, "_"),
      deterministic: true,
    },
  });
});
const range = `from=${new Date(FROM_MS).toISOString()}&to=${new Date(NOW_MS).toISOString()}`;

let stores: OpenApp;
beforeAll(async () => {
  stores = await openApp({ config });
  await stores.ledger.append({
    rows: [
      ...rows,
      ledgerRow({
        call_id: "again",
        final: false,
        outcome: "timed_out",
        started_at_ms: NOW_MS - 5,
      }),
      ledgerRow({ call_id: "again", attempt: 1, started_at_ms: NOW_MS - 4 }),
    ],
    cursors: [],
  });
});
afterAll(() => stores.close());

async function appWithFile(text = written) {
  const folder = await mkdtemp(join(tmpdir(), "headgate-config-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "headgate.yaml");
  await writeFile(path, text);
  return { app: stores.another({ config, configFile: path }), path };
}
type App = Awaited<ReturnType<typeof appWithFile>>["app"];

const list = (app: Pick<App, "read">) =>
  app.read(`/api/recommendations?${range}&set=computed`, recommendationsAnswer);
const cacheOf = (recommendations: readonly Recommendation[]): Recommendation => {
  const found = recommendations.find(({ kind }) => kind === "exact-cache");
  if (found === undefined) throw new Error("no cache is recommended");
  return found;
};
const act = (app: App, id: string, action: string, body: object = { by: "ann" }) =>
  app.ask(`/api/recommendations/${id}/${action}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

test("recommendations never save more than is spent, and say which phase comes next", async () => {
  const report = await list(stores);

  expect(report).toMatchObject({ depth: "facts", simulated: false, calls: CALLS + 1 });
  const cache = cacheOf(report.recommendations);
  expect(cache).toMatchObject({
    phase: "quick_wins",
    scope: { model: "gpt-4.1-mini", feature: "faq", operation: "chat" },
    change: { exact_cache: { when: "deterministic" } },
    state: "open",
    life: [],
  });
  const retries = report.recommendations.find(({ kind }) => kind === "retries");
  expect(retries?.saved_in_range).toBe("0.003000000000");
  const dollars = report.recommendations.flatMap(({ dollars_per_month: monthly }) =>
    monthly === null ? [] : [parseDollars(monthly.estimate)],
  );
  expect(parseDollars(report.saves_per_month)).toBe(sum(dollars));
  expect(sum(dollars)).toBeLessThan(parseDollars(report.spend_per_month));
  const visibility = report.recommendations.find(({ phase }) => phase === "visibility");
  expect(report.next).toBe(visibility?.id);
  expect(report.phases.map(({ phase }) => phase)).toEqual([
    "visibility",
    "quick_wins",
    "infrastructure",
    "continuous",
  ]);
});

test("without a file it is said why nothing is written", async () => {
  const app = stores.another({ config });
  const { id } = cacheOf((await list(app)).recommendations);

  const detail = await app.read(`/api/recommendations/${id}`, recommendationDetail);

  expect(detail).toMatchObject({ diff: null, actions: ["accept", "apply", "dismiss"] });
  expect(detail.not_written).toContain("does not come from a file");
  await expectError(await act(app, id, "apply"), 409, "config_not_written");
});

test("applying writes the policy that was shown, and reverting puts the file back as it was", async () => {
  const { app, path } = await appWithFile();
  const { id } = cacheOf((await list(app)).recommendations);

  const shown = recommendationDetail.parse(
    await (await act(app, id, "apply", { by: "ann", dry_run: true })).json(),
  );
  expect(shown.diff).toContain("+    exact_cache:");
  expect(shown.recommendation.state).toBe("open");
  expect(await readFile(path, "utf8")).toBe(written);

  const applied = recommendationDetail.parse(await (await act(app, id, "apply")).json());
  const text = await readFile(path, "utf8");
  expect(text.startsWith(written)).toBe(true);
  expect(parseConfig(text, {}, path).policies).toMatchObject([
    {
      match: { model: "gpt-4.1-mini", feature: "faq", operation: "chat" },
      exact_cache: { when: "deterministic" },
    },
  ]);
  expect(applied).toMatchObject({
    actions: ["revert"],
    recommendation: {
      state: "applied",
      life: [{ state: "applied", by: "ann", config_version: 1 }],
    },
    realised: { realised_per_month: null, within_interval: null },
  });
  // What is in force is told beside what is open, with what was promised.
  const later = (await list(app)).recommendations.find((one) => one.id === id);
  expect(later?.state).toBe("applied");

  const reverted = await act(app, id, "revert", { by: "bob", note: "answers were old" });
  expect(recommendationDetail.parse(await reverted.json()).recommendation).toMatchObject({
    state: "open",
    life: [{ by: "ann" }, { by: "bob", note: "answers were old", config_version: 2 }],
  });
  expect(await readFile(path, "utf8")).toBe(written);
});

test("what was worked out last is given at once, with its age and with what was done since", async () => {
  const { app } = await appWithFile();
  const worked = await list(app);
  const one = worked.recommendations.find(({ kind }) => kind === "retries");
  if (one === undefined) throw new Error("no retries were found");

  const kept = await app.read(`/api/recommendations?${range}`, recommendationsAnswer);
  expect(kept).toEqual(worked);
  expect(kept).toMatchObject({
    computed_at: new Date(NOW_MS).toISOString(),
    ...{ computing: null, refresh_failed: null },
  });

  expect((await act(app, one.id, "dismiss")).status).toBe(200);
  const since = await app.read(`/api/recommendations?${range}`, recommendationsAnswer);
  expect(since.recommendations.find(({ id }) => id === one.id)?.state).toBe("dismissed");
  expect(since.computing).not.toBeNull();
  expect((await act(app, one.id, "reopen")).status).toBe(200);
  // What runs in the background ends before the stores do.
  await list(app);
});

test("what cannot be done in a state is refused, and what there is not is not found", async () => {
  const { app } = await appWithFile();
  const one = (await list(app)).recommendations.find(({ kind }) => kind === "retries");
  if (one === undefined) throw new Error("no retries were found");

  expect((await act(app, one.id, "dismiss")).status).toBe(200);
  const refused = await act(app, one.id, "apply");
  const { message } = await expectError(refused, 409, "recommendation_state");
  expect(message).toContain("reopen");
  expect((await act(app, one.id, "reopen")).status).toBe(200);
  expect((await act(app, "nothing", "accept")).status).toBe(404);
  expect((await act(app, one.id, "accept", { by: "" })).status).toBe(400);
});

test("applying holds sessions out where that is wanted, and none of a lever whose savings are exact unless somebody says so", async () => {
  const { app, path } = await appWithFile();
  const { id } = cacheOf((await list(app)).recommendations);

  // What a cache saves on a call is exact: nothing is held out unless somebody says so.
  expect((await app.read(`/api/recommendations/${id}`, recommendationDetail)).holdout).toBe(0);
  await expectError(
    await act(app, id, "apply", { by: "ann", holdout: 0.6 }),
    400,
    "request_invalid",
  );
  await act(app, id, "apply", { by: "ann", holdout: 0.1 });

  expect(parseConfig(await readFile(path, "utf8"), {}, path).policies[0]).toMatchObject({
    exact_cache: { when: "deterministic" },
    holdout: { exact_cache: 0.1 },
  });
  expect((await act(app, id, "revert")).status).toBe(200);
});

test("what was written since is not thrown away", async () => {
  const { app, path } = await appWithFile();
  const { id } = cacheOf((await list(app)).recommendations);
  await act(app, id, "apply");
  const changed = `${await readFile(path, "utf8")}listen: {}\n`;
  await writeFile(path, changed);

  await expectError(await act(app, id, "revert"), 409, "config_not_written");
  expect(await readFile(path, "utf8")).toBe(changed);

  // Once it is taken out by hand, as the refusal says, it is not in force any more.
  const byHand = `${written}listen: {}\n`;
  await writeFile(path, byHand);
  const reverted = recommendationDetail.parse(await (await act(app, id, "revert")).json());
  expect(reverted.recommendation).toMatchObject({
    state: "open",
    life: expect.arrayContaining([
      { state: "open", by: "ann", note: null, config_version: null, at: expect.any(String) },
    ]),
  });
  expect(await readFile(path, "utf8")).toBe(byHand);
});

/** A change of the output lever that was applied ten days ago, with two calls in three treated since. */
async function appliedWithHoldout(feature: string, failsWhen: (index: number) => boolean) {
  const experiment = `${feature}/output`;
  await stores.ledger.append({
    rows: Array.from({ length: 900 }, (_, index): LedgerRow => {
      const isHeldOut = index % 3 === 0;
      const row = ledgerRow({ call_id: `${feature}-${index}` });
      return {
        ...row,
        started_at_ms: NOW_MS - 5 * DAY_MS + index,
        attribution: { feature, session: `${feature} ${index}` },
        charge: {
          ...row.charge,
          effective_cost: isHeldOut ? "0.001000000000" : "0.000800000000",
        },
        outcome: !isHeldOut && failsWhen(index) ? "provider_error" : "completed",
        experiments: [
          { experiment, lever: "output", arm: isHeldOut ? "held_out" : "treated", share: 0.33 },
        ],
      };
    }),
    cursors: [],
  });
  const { state: _, life: __, ...advice } = cacheOf((await list(stores)).recommendations);
  await stores.state.addRecommendationStep({
    recommendation: { ...advice, id: feature, kind: "output", lever: "output", scope: { feature } },
    step: {
      state: "applied",
      at: new Date(NOW_MS - 10 * DAY_MS).toISOString(),
      by: "ann",
      note: null,
      config_version: null,
    },
    after: 0,
  });
  const one = (await list(stores)).recommendations.find(({ id }) => id === feature);
  const detail = await stores.read(`/api/recommendations/${feature}`, recommendationDetail);
  return { one, detail, experiment };
}

test("what its sessions cost less than those held out, with answers as good, verifies it", async () => {
  const { one, detail, experiment } = await appliedWithHoldout("tone", () => false);

  expect(one?.state).toBe("verified");
  expect(one?.life.at(-1)).toMatchObject({ by: "the ledger", state: "verified" });
  expect(one?.life.at(-1)?.note).toContain("held out");
  // Another such change would hold some out again by itself.
  expect(detail.holdout).toBe(0.05);
  expect(detail.realised).toMatchObject({
    basis: "held_out",
    held_out: {
      experiments: [experiment],
      verdict: "saves",
      // 600 treated calls, $0.0002 less each, in ten days of a month of 730 hours.
      saved_per_month: { estimate: "0.365000000000" },
    },
  });
});

test("answers that got worse are told, and can be reverted at once", async () => {
  const { one, detail } = await appliedWithHoldout("worse", (index) => index % 2 === 0);

  expect(one?.state).toBe("worse");
  expect(one?.life.at(-1)?.note).toContain("More answers fail");
  expect(detail.actions).toEqual(["revert"]);
  expect(detail.realised?.held_out?.verdict).toBe("worse");
});

test("a commitment of the configuration is recommended, and keeps its export once it is accepted", async () => {
  const app = stores.another({
    config: {
      ...config,
      plans: {
        commitments: {
          samples: 20,
          offers: [
            {
              kind: "savings_plan",
              name: "year",
              term_months: 12,
              service: "other",
              discount: 0.95,
              unit_dollars_per_hour: "0.00001",
            },
          ],
        },
      },
    },
  });
  const { recommendations } = await list(app);
  const found = recommendations.find(({ kind }) => kind === "commitment");
  expect(found).toMatchObject({ phase: "infrastructure", change: null, state: "open" });

  const answered = await act(app, String(found?.id), "accept");
  const accepted = recommendationDetail.parse(await answered.json());
  expect(accepted).toMatchObject({
    diff: null,
    recommendation: { state: "accepted", plan: { exports: [{ tool: "aws_cli" }] } },
  });
  expect(accepted.recommendation.plan?.exports[0]?.text).toContain("create-savings-plan");
});
