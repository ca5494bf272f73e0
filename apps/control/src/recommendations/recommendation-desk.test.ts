import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema, type LedgerRow, type RecommendationStep } from "@headgate/contract";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { createInTurn } from "../in-turn.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { negotiatedLine } from "../negotiated-line.fixture.ts";
import { NOW_MS, type OpenApp, openApp } from "../open-app.fixture.ts";
import { type ConfigFile, createConfigFile } from "./config-file.ts";
import { applied, recommended } from "./followed.fixture.ts";
import { createRecommendationDesk } from "./recommendation-desk.ts";

const text = "listen: { port: 4100 }\n";
const DAY_MS = 86_400_000;
const DAYS = 10;
const range = {
  from: new Date(NOW_MS - DAYS * DAY_MS).toISOString(),
  to: new Date(NOW_MS).toISOString(),
};
/** Every twenty minutes a question, of which two in three come again within the hour. */
const rows = Array.from({ length: DAYS * 72 }, (_, index): LedgerRow => {
  const hour = Math.floor(index / 3);
  return ledgerRow({
    call_id: `call-${index}`,
    started_at_ms: NOW_MS - DAYS * DAY_MS + index * 20 * 60_000,
    request_model: "gpt-4.1-mini",
    attribution: { feature: "faq" },
    request_facts: { digest: `hour${hour}`.padEnd(22, "_"), deterministic: true },
  });
});

let stores: OpenApp;
beforeAll(async () => {
  stores = await openApp();
  await stores.ledger.append({ rows, cursors: [] });
});
afterAll(() => stores.close());

/** A desk over a file of its own, which may be changed while something is done about a recommendation. */
async function deskOver(around: (file: ConfigFile) => ConfigFile = (file) => file) {
  const folder = await mkdtemp(join(tmpdir(), "headgate-desk-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, "headgate.yaml");
  await writeFile(path, text);
  const file = createConfigFile({ path, versions: join(folder, "versions"), environment: {} });
  const desk = createRecommendationDesk({
    ...{ ledger: stores.ledger, state: stores.state, dataDirectory: folder },
    prices: () => stores.prices,
    config: () => configSchema.parse({}),
    nowMs: () => NOW_MS,
    historyTurn: createInTurn(),
    measured: async () => ({ kind: "known", pools: [] }),
    configFile: around(file),
  });
  onTestFinished(() => desk.close());
  return { desk, path };
}

/** The step that a look at the ledger takes down by itself, in the middle of what somebody does. */
const meanwhile = async (id: string, after: number, state: "verified" | "worse") => {
  const step: RecommendationStep = { ...applied(NOW_MS), state, by: "the ledger" };
  expect(
    await stores.state.addRecommendationStep({ recommendation: recommended(id), step, after }),
  ).toBe(true);
};
const once = { by: "bob", dry_run: false };

test("who reverts is taken down though the ledger told of the change in the same moment", async () => {
  const { desk, path } = await deskOver((file) => ({
    ...file,
    revert: async (written) => {
      await meanwhile("raced", 2, "verified");
      return await file.revert(written);
    },
  }));
  await stores.state.addRecommendationStep({
    recommendation: recommended("raced"),
    step: { ...applied(NOW_MS), state: "accepted" },
    after: 0,
  });
  await desk.act("raced", "apply", once);

  const { recommendation } = await desk.act("raced", "revert", once);

  expect(await readFile(path, "utf8")).toBe(text);
  expect(recommendation.life.map(({ state, by }) => [state, by])).toEqual([
    ["accepted", "ann"],
    ["applied", "bob"],
    ["verified", "the ledger"],
    ["open", "bob"],
  ]);
});

test("a set says whether there are bills in its range", async () => {
  const { desk } = await deskOver();
  const ofYear = (year: number) => ({
    from: new Date(Date.UTC(year, 0, 1)).toISOString(),
    to: new Date(Date.UTC(year + 1, 0, 1)).toISOString(),
  });
  expect(await desk.computed(ofYear(2020))).toMatchObject({ calls: 0, bills: false });

  const number = await stores.ledger.beginImport({ startedAtMs: NOW_MS, named: ["constructed"] });
  await stores.ledger.addToImport({
    ...{ import: number, sequence: 0 },
    billLines: [{ ...negotiatedLine("2021-06-01"), attribution: {} }],
  });
  await stores.ledger.finishImport({
    ...{ import: number, finishedAtMs: NOW_MS, read: [], skips: [], warnings: [] },
  });

  expect(await desk.computed(ofYear(2021))).toMatchObject({ calls: 0, bills: true });
  expect(await desk.computed(ofYear(2020))).toMatchObject({ calls: 0, bills: false });
});

test("what was opened again and is not found any more keeps its life, and is in no sum", async () => {
  const [wasApplied, opened] = [applied(NOW_MS - DAY_MS), { ...applied(NOW_MS), by: "bob" }];
  const life = [wasApplied, { ...opened, state: "open" as const }];
  const recommendation = recommended("gone");
  for (const [after, step] of life.entries()) {
    await stores.state.addRecommendationStep({ recommendation, step, after });
  }
  const { desk } = await deskOver();

  const untouched = await desk.computed(range);
  const told = {
    ...{ id: "gone", state: "open", found_no_more: true, dollars_per_month: null },
    life,
  };
  expect((await desk.detail("gone")).recommendation).toMatchObject(told);
  expect(untouched.recommendations.find(({ id }) => id === "gone")).toMatchObject(told);
  const found = untouched.recommendations.filter(
    (one) => one.state === "open" && !one.found_no_more,
  );
  expect(untouched.phases.reduce((sum, phase) => sum + phase.recommended - phase.done, 0)).toBe(
    found.length,
  );
  expect(untouched.next).not.toBe("gone");
});

test("what was opened again is looked for after a restart, and promises what it is applied for", async () => {
  const { desk } = await deskOver();
  const fresh = (await desk.computed(range)).recommendations.find(
    ({ kind }) => kind === "exact-cache",
  );
  if (fresh === undefined) throw new Error("no cache is recommended");
  const { state: _, life: __, found_no_more: ___, ...advice } = fresh;
  const long = { ...advice, dollars_per_month: recommended("").dollars_per_month };
  for (const [after, state] of (["dismissed", "open"] as const).entries()) {
    const step = { ...applied(NOW_MS - 200 * DAY_MS), state };
    await stores.state.addRecommendationStep({ recommendation: long, step, after });
  }

  const { desk: restarted } = await deskOver();
  const found = (await restarted.detail(fresh.id)).recommendation;
  const { realised } = await restarted.act(fresh.id, "apply", once);

  expect(found).toMatchObject({ found_no_more: false, life: [{ by: "ann" }, { by: "ann" }] });
  expect(found.dollars_per_month).not.toEqual(long.dollars_per_month);
  expect(realised?.promised_per_month).toEqual(found.dollars_per_month);
  const { desk: later } = await deskOver();
  expect((await later.detail(fresh.id)).realised?.promised_per_month).toEqual(
    found.dollars_per_month,
  );
});
