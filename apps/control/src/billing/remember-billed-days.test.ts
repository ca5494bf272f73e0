import { configSchema, type LedgerRow } from "@headgate/contract";
import type { BilledDay, LedgerStore, Reports } from "@headgate/ledger";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { type OpenApp, openApp } from "../open-app.fixture.ts";
import { billedLedger, rememberBilledDays } from "./remember-billed-days.ts";

let control: OpenApp;
/** The real ledger, and the questions that reached it. */
let counted: LedgerStore;
let asked: { from: string; to: string }[];
let number = 0;
beforeAll(async () => {
  control = await openApp();
});
afterAll(() => control.close());
beforeEach(() => {
  asked = [];
  counted = new Proxy(control.ledger, {
    get: (ledger, member: keyof LedgerStore) => {
      if (member !== "report") return ledger[member]?.bind(ledger);
      return (name: "billed-by-day", query: Reports["billed-by-day"]["query"]) => {
        asked.push({ from: query.from.slice(0, 10), to: query.to.slice(0, 10) });
        return ledger.report(name, query);
      };
    },
  });
});

const call = (day: string): LedgerRow => {
  number += 1;
  return ledgerRow({ call_id: `c${number}`, started_at_ms: Date.parse(`${day}T18:00:00Z`) });
};
const range = { from: "2026-11-01T00:00:00Z", to: "2026-11-11T00:00:00Z" };
const ask = (ledger: LedgerStore): Promise<readonly BilledDay[]> =>
  ledger.report("billed-by-day", range);

test("days are read once, and again only when rows of them or of a day beside them were added", async () => {
  const ledger = rememberBilledDays(counted);
  await ledger.append({ rows: [call("2026-11-02"), call("2026-11-05")], cursors: [] });

  const first = await ask(ledger);
  const second = await ask(ledger);
  await ledger.append({ rows: [call("2026-11-05")], cursors: [] });
  const third = await ask(ledger);

  expect(asked).toEqual([
    { from: "2026-11-01", to: "2026-11-11" },
    { from: "2026-11-04", to: "2026-11-07" },
  ]);
  expect(second).toEqual(first);
  expect(third).toEqual(await ask(control.ledger));
  expect(third).not.toEqual(first);
});

test("a ledger that other processes write to is asked each time: what they wrote is in the answer", async () => {
  const shared = configSchema.parse({
    stores: { ledger: { kind: "clickhouse", url: "http://127.0.0.1:1" } },
  }).stores.ledger;
  const ledger = billedLedger(shared, counted);
  await ask(ledger);
  // As another node's loader does.
  await control.ledger.append({ rows: [call("2026-11-03")], cursors: [] });

  expect(await ask(ledger)).toEqual(await ask(control.ledger));
  expect(asked).toHaveLength(2);
});

test("lines are handed on where the ledger takes them, and their days are read again", async () => {
  expect("appendLines" in rememberBilledDays(counted)).toBe(false);
  const row = call("2026-11-05");
  const taking: LedgerStore = Object.create(counted, {
    appendLines: {
      value: () => control.ledger.append({ rows: [row], cursors: [] }).then(() => true),
    },
  });
  const ledger = rememberBilledDays(taking);
  const before = await ask(ledger);

  const taken = await ledger.appendLines?.({
    segment: "writer/00000001",
    from: 0,
    to: 1,
    json: Buffer.from(JSON.stringify(row)),
    rows: 1,
    firstAtMs: row.started_at_ms,
    lastAtMs: row.started_at_ms,
    days: [Date.parse("2026-11-05T00:00:00Z")],
  });

  expect(taken).toBe(true);
  expect(await ask(ledger)).not.toEqual(before);
  expect(asked.at(-1)).toEqual({ from: "2026-11-04", to: "2026-11-07" });
});

test("a finished re-rating forgets the charges that hold, not those that were recorded", async () => {
  const ledger = rememberBilledDays(counted);
  await ask(ledger);
  await ledger.report("billed-by-day", { ...range, charges: "original" });
  const rerating = await ledger.beginRerating({
    fromMs: Date.parse(range.from),
    toMs: Date.parse(range.to),
    priceBook: "p",
  });
  const sums = {
    list_cost: "0.000000000000",
    effective_cost: "0.000000000000",
    unpriced_attempts: 0,
  };
  await ledger.finishRerating({
    rerating,
    appliedAtMs: 0,
    difference: {
      attempts: 0,
      revised_attempts: 0,
      kept: [],
      before: sums,
      after: sums,
      list_cost_difference: "0.000000000000",
      effective_cost_difference: "0.000000000000",
      simulated_difference: "0.000000000000",
      by_model: [],
      by_cause: [],
    },
  });

  await ledger.report("billed-by-day", { ...range, charges: "original" });
  expect(asked).toHaveLength(2);
  await ask(ledger);
  expect(asked).toHaveLength(3);
});

test("an import without calls leaves the days as they are; one with calls forgets them", async () => {
  const ledger = rememberBilledDays(counted);
  const bring = async (content: object) => {
    const number = await ledger.beginImport({ startedAtMs: 0, named: ["fixture"] });
    await ledger.addToImport({ import: number, sequence: 0, ...content });
    await ledger.finishImport({
      import: number,
      finishedAtMs: 1,
      read: [],
      skips: [],
      warnings: [],
    });
  };
  await ask(ledger);

  await bring({
    gauges: [
      {
        gauge_id: "dcgm:a",
        source: "dcgm",
        at_ms: Date.parse("2026-11-02"),
        measure: "accelerator_utilisation",
        value: 0.5,
        resource: "GPU-1",
        labels: {},
      },
    ],
  });
  await ask(ledger);
  expect(asked).toHaveLength(1);
  await bring({ attempts: [{ ...call("2026-11-04"), source: "litellm" }] });
  await ask(ledger);
  expect(asked).toHaveLength(2);
});

test("what is added while a question is under way is not forgotten by its answer", async () => {
  const ledger = rememberBilledDays(counted);
  const underWay = ask(ledger);
  await ledger.append({ rows: [call("2026-11-07")], cursors: [] });
  await underWay;

  const later = await ask(ledger);

  expect(later).toEqual(await ask(control.ledger));
  expect(asked.at(-1)).toEqual({ from: "2026-11-06", to: "2026-11-09" });
});

test("a range that begins within a day is asked as it is", async () => {
  const ledger = rememberBilledDays(counted);
  const query = { ...range, from: "2026-11-02T12:00:00Z" };

  await ledger.report("billed-by-day", query);
  const answer = await ledger.report("billed-by-day", query);

  expect(asked).toHaveLength(2);
  expect(answer).toEqual(await control.ledger.report("billed-by-day", query));
});

test("more rows than the bound are answered and not remembered", async () => {
  const ledger = rememberBilledDays(counted, { mostRows: 1 });
  await ledger.append({ rows: [call("2026-11-03")], cursors: [] });

  const first = await ask(ledger);

  expect(await ask(ledger)).toEqual(first);
  expect(asked).toHaveLength(2);
});
