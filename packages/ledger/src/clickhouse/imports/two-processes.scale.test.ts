import { randomUUID } from "node:crypto";
import type { ClickHouseConfig } from "@headgate/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import {
  billLine,
  endOf,
  gauge,
  importAll,
  outcome,
  usageTotal,
} from "../../imports/imports.fixture.ts";
import { attempt, NOON_MS } from "../../store.fixture.ts";
import type { LedgerStore } from "../../store.ts";
import { Connection } from "../connection.ts";
import { openClickHouseLedger } from "../open-clickhouse-ledger.ts";
import { testConfig } from "../opening-ledgers.fixture.ts";

const url = process.env.HEADGATE_TEST_CLICKHOUSE?.split(" ")[0];
const july = { from: "2026-07-01T00:00:00Z", to: "2026-08-01T00:00:00Z" };

describe.skipIf(url === undefined)("imports of several processes in one database", () => {
  let config: ClickHouseConfig;
  let connection: Connection;
  beforeAll(async () => {
    config = testConfig(url ?? "");
    await (await openClickHouseLedger(config)).close();
    connection = new Connection(config);
  });
  afterAll(async () => {
    await connection.close();
    const server = new Connection({ ...config, database: "default" });
    await server.run(`drop database ${config.database} sync`);
    await server.close();
  });
  beforeEach(async () => {
    for (const table of ["imports", "import_claims", "bill_lines", "bill_statements"]) {
      await connection.run(`truncate table ${table}`);
    }
  });

  const open = async (options: { claimMs?: number } = {}): Promise<LedgerStore> => {
    const ledger = await openClickHouseLedger(
      config,
      (problem) => {
        throw new Error(problem.message);
      },
      options,
    );
    onTestFinished(() => ledger.close());
    return ledger;
  };
  const lines = async (ledger: LedgerStore) =>
    (await ledger.report("bill-by", { ...july, by: "provider_name", limit: 9 })).rows;
  const phases = async () =>
    (await connection.query("select number, phase from imports order by number")).map(
      ({ number, phase }) => [Number(number), phase],
    );

  test("one is under way at a time: the other process is refused, and the first one's holds whole", async () => {
    const [leader, other] = [await open(), await open()];
    const number = await leader.beginImport({ startedAtMs: 1, named: ["a bill"] });
    await leader.addToImport({ import: number, sequence: 0, billLines: [billLine("a")] });

    await expect(other.beginImport({ startedAtMs: 1, named: ["another"] })).rejects.toMatchObject({
      code: "import_running",
    });

    await leader.addToImport({ import: number, sequence: 1, billLines: [billLine("b")] });
    expect(await leader.finishImport(endOf(number))).toMatchObject({ sources: [{ added: 2 }] });
    expect(await lines(other)).toMatchObject([{ lines: 2 }]);
    // Once it is over, the other one's turn has come.
    expect(await other.beginImport({ startedAtMs: 1, named: ["another"] })).toBeGreaterThan(number);
  });

  test("sums of usage come in beside another process's import, and neither loses anything", async () => {
    const [leader, other] = [await open(), await open()];
    const number = await leader.beginImport({ startedAtMs: 1, named: ["a bill"] });
    await leader.addToImport({ import: number, sequence: 0, billLines: [billLine("a")] });

    const id = randomUUID();
    const summary = await importAll(other, { usageTotals: [usageTotal(id)] }, { beside: true });

    expect(summary).toMatchObject({ sources: [{ added: 1 }] });
    expect(await leader.finishImport(endOf(number))).toMatchObject({ sources: [{ added: 1 }] });
    expect(await lines(other)).toMatchObject([{ lines: 1 }]);
  });

  test("of many that begin at one moment each has a number of its own, and all that they bring is there", async () => {
    const ledgers = await Promise.all(Array.from({ length: 4 }, () => open()));
    const round = randomUUID();
    const of = (ledger: number, turn: number) => `${round}-${ledger}-${turn}`;

    const numbers = await Promise.all(
      ledgers.map(async (ledger, index) => {
        const own: (number | null)[] = [];
        for (let turn = 0; turn < 5; turn += 1) {
          const { import_number } = await importAll(
            ledger,
            { usageTotals: [usageTotal(of(index, turn))] },
            { beside: true },
          );
          own.push(import_number);
        }
        return own;
      }),
    );

    expect(new Set(numbers.flat()).size).toBe(20);
    const [found] = await connection.query(
      `select toInt64(count()) as there from usage_totals where startsWith(total_id, '${round}')`,
    );
    expect(found?.there).toBe(20n);
  });

  test("those beside others are told as one for each process and day, with all their counts", async () => {
    const [one, other] = [await open(), await open()];
    const join = async (ledger: LedgerStore, measured: string) => {
      const number = await ledger.beginImport({ startedAtMs: 1, named: ["sent"], beside: true });
      await ledger.addToImport({ import: number, sequence: 0, gauges: [gauge(measured)] });
      await ledger.finishImport({ ...endOf(number), joins: true });
    };
    for (const turn of [1, 2, 3]) {
      await Promise.all([join(one, `one-${turn}`), join(other, `other-${turn}`)]);
    }

    expect(await one.imports({ limit: 9 })).toMatchObject(
      [1, 2].map(() => ({ named: ["sent"], summary: { joined: 3, sources: [{ added: 3 }] } })),
    );
  });

  test("an opening leaves alone what another process is moving, and moves it once nobody is", async () => {
    const leader = await open();
    const number = await leader.beginImport({ startedAtMs: 1, named: ["a bill"] });
    await leader.addToImport({ import: number, sequence: 0, billLines: [billLine("a")] });
    // As it stands in the middle of its move.
    await connection.run("alter table bill_lines add constraint held check line_id != 'a'");
    await expect(leader.finishImport(endOf(number))).rejects.toThrow(/VIOLATED_CONSTRAINT/);
    await connection.run("alter table bill_lines drop constraint held");

    const follower = await open();
    await follower.append({ rows: [attempt({ call_id: randomUUID() })], cursors: [] });
    expect(await phases()).toEqual([[number, "moving"]]);

    // For whom a claim is good for no time, nobody is at it.
    const later = await open({ claimMs: 0 });
    expect(await phases()).toEqual([[number, "finished"]]);
    expect(await lines(later)).toMatchObject([{ lines: 1 }]);
    expect(await leader.finishImport(endOf(number))).toMatchObject({ sources: [{ added: 1 }] });
    expect(await later.imports({ limit: 9 })).toMatchObject([
      { import: number, summary: { sources: [{ added: 1 }] } },
    ]);
  });

  test("one that was dropped in the middle is told so, and counts nowhere", async () => {
    const leader = await open();
    const number = await leader.beginImport({ startedAtMs: 1, named: ["a bill"] });
    await leader.addToImport({ import: number, sequence: 0, billLines: [billLine("a")] });

    const other = await open({ claimMs: 0 });
    await other.beginImport({ startedAtMs: 1, named: ["another"] });

    await expect(leader.finishImport(endOf(number))).rejects.toThrow(/not under way/);
    expect(await lines(leader)).toEqual([]);
    expect(await leader.imports({ limit: 9 })).toEqual([]);
  });

  test("a claim is renewed as long as its import is open", async () => {
    const claimMs = 1_500;
    const leader = await open({ claimMs });
    const number = await leader.beginImport({ startedAtMs: 1, named: ["a bill"] });
    const heard = async () => {
      const [claim] = await connection.query(
        `select toUnixTimestamp64Milli(heard_at) as heard_ms from import_claims where number = ${number}`,
      );
      return Number(claim?.heard_ms);
    };
    const first = await heard();

    await expect.poll(heard, { interval: 50 }).toBeGreaterThan(first + claimMs);
  });

  test("one that joined its day and was cut off is joined once, with the counts of the earlier ones", async () => {
    const ledger = await open();
    const join = async (measured: string) => {
      const number = await ledger.beginImport({ startedAtMs: 1, named: ["cut off"] });
      await ledger.addToImport({ import: number, sequence: 0, gauges: [gauge(measured)] });
      return { number, end: { ...endOf(number), joins: true as const } };
    };
    await ledger.finishImport((await join(randomUUID())).end);
    const { number, end } = await join(randomUUID());
    await connection.run(
      `alter table imports add constraint held check number != ${number} or phase != 'finished'`,
    );
    await expect(ledger.finishImport(end)).rejects.toThrow(/VIOLATED_CONSTRAINT/);
    await connection.run("alter table imports drop constraint held");

    await ledger.append({ rows: [attempt({ call_id: randomUUID() })], cursors: [] });

    expect(await ledger.imports({ limit: 9 })).toMatchObject([
      { import: number, summary: { joined: 2, sources: [{ added: 2 }] } },
    ]);
  });

  test("an outcome that is corrected stands above one that a process with a clock ahead wrote", async () => {
    const ledger = await open();
    const id = randomUUID();
    await ledger.addOutcomes({ outcomes: [outcome(id, { value: "1" })], atMs: NOON_MS });
    await connection.run(
      `insert into outcomes select * replace (row_version + 3600000000 as row_version) from (select * from outcomes where outcome_id = '${id}')`,
    );

    expect(
      await ledger.addOutcomes({ outcomes: [outcome(id, { value: "2" })], atMs: NOON_MS + 1 }),
    ).toMatchObject({ replaced: 1 });

    const [found] = await connection.query(
      `select toString(value_amount) as amount from outcomes where outcome_id = '${id}'`,
    );
    expect(found?.amount).toBe("2");
  });

  test("what an outcome replaced is kept once, also where the request is sent again behind a failure", async () => {
    const ledger = await open();
    const id = randomUUID();
    const send = (value: string, atMs: number) =>
      ledger.addOutcomes({ outcomes: [outcome(id, { value })], atMs });
    await send("1", NOON_MS);
    // Cut off between what is kept and what takes its place.
    await connection.run(`alter table outcomes add constraint held check outcome_id != '${id}'`);
    await expect(send("2", NOON_MS + 1)).rejects.toThrow(/VIOLATED_CONSTRAINT/);
    await connection.run("alter table outcomes drop constraint held");

    await send("2", NOON_MS + 2);
    await send("1", NOON_MS + 3);
    await send("2", NOON_MS + 4);

    const kept = await connection.query(
      `select toString(value_amount) as amount from replaced_outcomes where outcome_id = '${id}' order by replaced_at`,
    );
    expect(kept.map(({ amount }) => amount)).toEqual(["1", "2", "1"]);
  });
});
