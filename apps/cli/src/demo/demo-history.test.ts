import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { advise } from "@headgate/advisor";
import { dataDirectory, openDuckdbLedger, startLoader } from "@headgate/ledger";
import { parseDollars, sum } from "@headgate/money";
import { loadPriceBook } from "@headgate/pricing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoConfig } from "./demo-config.ts";
import { type DemoHistory, writeDemoHistory } from "./demo-history.ts";

const NOW_MS = Date.parse("2026-11-28T12:00:00Z");

let root: string;
let history: DemoHistory | undefined;
const write = () => writeDemoHistory({ root, days: 42, seed: 1, nowMs: NOW_MS });
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "headgate-demo-"));
  history = await write();
});
afterAll(() => rm(root, { recursive: true, force: true }));

test("a history is loaded whole, lies on whole days before today, and all of its money is simulated", async () => {
  const directory = dataDirectory(root);
  const store = await openDuckdbLedger({ path: directory.ledger });
  const loader = startLoader({
    spoolDirectory: directory.spool,
    quarantineDirectory: directory.quarantine,
    store,
  });
  await expect
    .poll(async () => (await store.extent()).rows, { timeout: 90_000 })
    .toBe(history?.calls);
  await loader.stop();
  const range = { from: "2026-10-17T00:00:00.000Z", to: "2026-11-28T00:00:00.000Z" };

  const { totals } = await store.report("totals", { ...range, charges: "current" });
  const tokens = await store.report("tokens", { ...range, limit: 1 });
  await store.close();

  expect(totals.attempts).toBe(history?.calls);
  expect(totals.unpriced_attempts).toBe(0);
  expect(totals.simulated_cost).toBe(totals.effective_cost);
  // Levers worked on the later half: what they saved is what the calls cost less than their baselines.
  const saved = tokens.levers.map((row) => parseDollars(row.saved));
  expect(sum([parseDollars(totals.effective_cost), ...saved])).toBe(
    parseDollars(totals.baseline_cost),
  );
  expect(tokens.levers.map(({ lever, saved, simulated }) => [lever, saved === simulated])).toEqual([
    ["context", true],
    ["prompt", true],
    ["prefix-cache", true],
  ]);
  expect(Object.values(tokens.total.parts).every((part) => part > 0)).toBe(true);
});

test("there is something to recommend for a week of it, on calls that say that they are simulated", async () => {
  const ledger = await openDuckdbLedger({ path: dataDirectory(root).ledger });
  const { read, advice } = await advise({
    ledger,
    prices: loadPriceBook(),
    config: demoConfig("http://127.0.0.1:1"),
    fromMs: Date.parse("2026-11-21T00:00:00.000Z"),
    toMs: Date.parse("2026-11-28T00:00:00.000Z"),
    nowMs: NOW_MS,
    keys: [],
  });
  await ledger.close();

  expect(read.simulated).toBe(true);
  expect(advice.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["exact-cache", "route"]));
});

test("outcomes name sessions, each once, and not all were accepted", () => {
  const outcomes = history?.outcomes ?? [];

  expect(new Set(outcomes.map(({ id }) => id)).size).toBe(outcomes.length);
  expect(new Set(outcomes.map(({ name }) => name))).toEqual(
    new Set(["ticket_resolved", "document_processed"]),
  );
  expect(new Set(outcomes.map(({ accepted }) => accepted))).toEqual(new Set([true, false]));
});

test("a second start adds nothing", async () => {
  expect(await write()).toBeUndefined();
});
