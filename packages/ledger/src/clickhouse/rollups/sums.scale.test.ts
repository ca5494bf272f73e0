import { describe, expect, onTestFinished, test, vi } from "vitest";
import { DAY_MS, dayOf } from "../../reports/rollups/day-plan.ts";
import { attempt, NOON_MS } from "../../store.fixture.ts";
import type { LedgerStore } from "../../store.ts";
import { Connection } from "../connection.ts";
import { openClickHouseLedger } from "../open-clickhouse-ledger.ts";
import { makeShards, testConfig } from "../opening-ledgers.fixture.ts";
import { writeSums } from "./build-day.ts";
import { claimDay, holdFromNow } from "./claim-day.ts";
import { dropOldTables } from "./drop-old-tables.ts";
import { removeGone } from "./remove-gone.ts";
import { removeOldSums } from "./remove-old-sums.ts";
import { sumTableName } from "./sum-tables.ts";

// Sums of a day are some twenty statements, and machines of tests are slow.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const [url = "", second] = (process.env.HEADGATE_TEST_CLICKHOUSE ?? "").split(" ");
const noon = dayOf(NOON_MS);
const range = {
  from: new Date(noon - 2 * DAY_MS).toISOString(),
  to: new Date(noon + 2 * DAY_MS).toISOString(),
};

const attemptsIn = async (ledger: LedgerStore): Promise<number> =>
  (await ledger.report("totals", range)).totals.attempts;
const calls = (name: string, count: number, startedAtMs = NOON_MS) => ({
  rows: Array.from({ length: count }, (_, index) =>
    attempt({ call_id: `${name}-${index}`, started_at_ms: startedAtMs }),
  ),
  cursors: [],
});

describe.skipIf(url === "")("sums by day on ClickHouse", () => {
  test("a whole built day is read from its sums, and a day that changed since from its rows", async () => {
    const { ledger, connection } = await opened();
    await ledger.append(calls("a", 3));
    await ledger.append(calls("b", 2, NOON_MS - DAY_MS));

    expect(await ledger.buildSums()).toBe(2);
    // Nobody takes rows away like that: what is still told can be from the sums alone.
    await connection.run("truncate table attempts");
    expect(await attemptsIn(ledger)).toBe(5);

    await ledger.append(calls("c", 1));
    expect(await attemptsIn(ledger)).toBe(3);
    expect(await ledger.buildSums()).toBe(1);
    expect(await ledger.buildSums()).toBe(0);
    expect(await attemptsIn(ledger)).toBe(3);
  });

  test("sums that a crash left half written, or unsaid, are never read", async () => {
    const { ledger, connection } = await opened();
    await ledger.append(calls("a", 3));
    expect(await ledger.buildSums()).toBe(1);

    const claim = await claimDay(connection, noon);
    if (claim === undefined) throw new Error("nobody writes to the day");
    expect(await attemptsIn(ledger)).toBe(3);
    await writeSums(connection, claim);
    await ledger.append(calls("b", 1));

    expect(await attemptsIn(ledger)).toBe(4);
    expect(await ledger.buildSums()).toBe(1);
    expect(await attemptsIn(ledger)).toBe(4);
  });

  test("a row that comes while its day is summed up leaves the day not built", async () => {
    const { ledger, connection, config } = await opened();
    await ledger.append(calls("a", 3));
    expect(await ledger.buildSums()).toBe(1);
    const claim = await claimDay(connection, noon);
    if (claim === undefined) throw new Error("nobody writes to the day");
    await writeSums(connection, claim);

    const other = await openClickHouseLedger(config);
    await other.append(calls("b", 1));
    await holdFromNow(connection, claim);
    expect(await attemptsIn(ledger)).toBe(4);

    // Its write may be under way for all that is known, until it says that it is done.
    expect(await ledger.buildSums()).toBe(0);
    await other.close();
    expect(await ledger.buildSums()).toBe(1);
    expect(await attemptsIn(ledger)).toBe(4);
  });

  test("of two builds of a day the one that was overtaken counts for nothing, whenever it ends", async () => {
    const { ledger, connection } = await opened();
    await ledger.append(calls("a", 3));
    expect(await ledger.buildSums()).toBe(1);
    const slow = await claimDay(connection, noon);
    if (slow === undefined) throw new Error("nobody writes to the day");
    await writeSums(connection, slow);

    await ledger.append(calls("b", 2));
    expect(await ledger.buildSums()).toBe(1);
    await holdFromNow(connection, slow);
    expect(await attemptsIn(ledger)).toBe(5);

    await ledger.buildSums();
    expect(await attemptsIn(ledger)).toBe(5);
    expect(await ledger.buildSums()).toBe(0);
  });

  test("sums that do not hold any more are removed once no question can be reading them", async () => {
    const { ledger, connection } = await opened();
    await ledger.append(calls("a", 3));
    await ledger.buildSums();
    await ledger.append(calls("b", 1));
    await ledger.buildSums();
    const kept = async () => {
      const [row] = await connection.query(
        `select toInt64(uniqExact(build_id)) as builds from ${sumTableName("rollup_keys")}`,
      );
      return Number(row?.builds);
    };

    await removeOldSums(connection);
    expect(await kept()).toBe(2);
    await earlier(connection, 2);
    await removeOldSums(connection);

    expect(await kept()).toBe(1);
    expect(await attemptsIn(ledger)).toBe(4);
  });

  test("a day that cannot be summed up keeps no other waiting, is told, left alone, and leaves no sums for long", async () => {
    const { ledger, connection } = await opened();
    await ledger.append(calls("a", 3));
    await ledger.append(calls("b", 2, NOON_MS - DAY_MS));
    const teams = sumTableName("rollup_teams");
    await connection.run(
      `alter table ${teams} add constraint none check toDate(started_at) <> toDate('${new Date(noon).toISOString().slice(0, 10)}')`,
    );
    // Nor can it be said that nothing comes of it.
    await connection.run("alter table rollup_builds add constraint none check state <> 'refused'");
    const parts = async () => {
      const [row] = await connection.query(
        `select toInt64(uniqExact(build_id)) as builds from ${sumTableName("rollup_wide")}`,
      );
      return Number(row?.builds);
    };

    await expect(ledger.buildSums()).rejects.toThrow(/rollup_teams_v/);
    expect(await ledger.buildSums()).toBe(0);
    await connection.run("alter table rollup_builds drop constraint none");
    expect(await parts()).toBe(2);
    await earlier(connection, 25);
    await removeOldSums(connection);
    await earlier(connection, 2);
    await removeOldSums(connection);

    expect(await parts()).toBe(1);
    expect(await attemptsIn(ledger)).toBe(5);
  });

  test("what says that marks and builds are gone goes a day later, and a build that comes behind it does not hold", async () => {
    const { ledger, connection } = await opened();
    await ledger.append(calls("a", 3));
    await ledger.buildSums();
    const slow = await claimDay(connection, noon);
    if (slow === undefined) throw new Error("nobody writes to the day");
    await writeSums(connection, slow);
    await ledger.append(calls("b", 1));
    await ledger.buildSums();
    const kept = async (table: string) => {
      const [row] = await connection.query(
        `select toInt64(count()) as row_count from ${table}`,
        {},
        { final: 0 },
      );
      return Number(row?.row_count);
    };

    await removeGone(connection);
    expect(await kept("rollup_marks")).toBeGreaterThan(0);
    await earlier(connection, 25);
    await removeOldSums(connection);
    await removeGone(connection);

    expect(await kept("rollup_marks")).toBe(0);
    expect(await connection.query("select state from rollup_builds")).toEqual([{ state: "built" }]);
    await expect(holdFromNow(connection, slow)).rejects.toThrow("claim");
    expect(await connection.query("select state from rollup_builds")).toEqual([{ state: "built" }]);
    expect(await attemptsIn(ledger)).toBe(4);
    expect(await ledger.buildSums()).toBe(0);
  });

  test("tables of an older version go when no build of it was left for a while, and are made again for who needs them", async () => {
    const { ledger, connection } = await opened();
    await connection.run(
      "create table rollup_keys_v1 (started_at DateTime64(6, 'UTC')) engine = MergeTree order by started_at",
    );
    const tables = async () => {
      const rows = await connection.query(
        "select name from system.tables where database = currentDatabase() and name like 'rollup_keys_v%' order by name",
      );
      return rows.map(({ name }) => name);
    };
    const own = sumTableName("rollup_keys");
    await connection.run(
      `insert into rollup_builds (ledger_day, build_id, sums_version, state, told_at, row_version, is_gone)
       select toDateTime64(${noon / 1000}, 6, 'UTC'), 'old', 1, 'built', now64(6, 'UTC') - toIntervalHour(9), 2, 0`,
    );
    await ledger.append(calls("a", 3));

    await dropOldTables(connection, 0);
    expect(await tables()).toEqual(["rollup_keys_v1", own]);
    await ledger.buildSums();
    await dropOldTables(connection);
    expect(await tables()).toEqual(["rollup_keys_v1", own]);
    await dropOldTables(connection, 0);
    expect(await tables()).toEqual([own]);
    expect(await attemptsIn(ledger)).toBe(3);

    await connection.run(`drop table ${own} sync`);
    await ledger.append(calls("b", 1));
    expect(await ledger.buildSums()).toBe(1);
    expect(await tables()).toEqual([own]);
  });

  test("a ledger that is closed while it writes settles what it marked behind that", async () => {
    const { ledger, connection, config } = await opened();
    await ledger.append(calls("a", 1));
    const other = await openClickHouseLedger(config);

    const written = other.append(calls("b", 1, NOON_MS - DAY_MS));
    await other.close();
    await written;

    expect(
      await connection.query(
        `select mark_id from rollup_marks where not is_settled and toUnixTimestamp64Milli(ledger_day) = ${noon - DAY_MS}`,
      ),
    ).toEqual([]);
  });

  test("more than 64 bits of picodollars in one day are summed up, exactly", async () => {
    const { ledger, connection } = await opened();
    const cost = 6n * 10n ** 18n;
    const rows = [0, 1, 2].map((id) => attempt({ call_id: `dear-${id}`, cost }));
    await ledger.append({ rows, cursors: [] });

    expect(await ledger.buildSums()).toBe(1);
    await connection.run("truncate table attempts");

    const { totals } = await ledger.report("totals", range);
    expect(totals.effective_cost).toBe("18000000.000000000000");
  });

  test.skipIf(second === undefined)("several shards have sums as one has", async () => {
    const config = testConfig(url, { cluster: "headgate" });
    for (const shard of [url, second ?? ""]) await makeShards({ ...config, url: shard });
    const { ledger, connection } = await opened(config);
    for (const day of [0, 1, 2]) await ledger.append(calls(`d${day}`, 5, NOON_MS - day * DAY_MS));

    expect(await ledger.buildSums()).toBe(3);
    await connection.run("truncate table attempts_local");

    const left = await attemptsIn(ledger);
    expect(left).toBe(15);
  });
});

/** As if all that was marked and built had been so many hours earlier. */
async function earlier(connection: Connection, hours: number): Promise<void> {
  for (const [table, toldAt] of [
    ["rollup_builds", "told_at"],
    ["rollup_marks", "marked_at"],
  ]) {
    await connection.run(
      `alter table ${table} update ${toldAt} = ${toldAt} - toIntervalHour(${hours}) where true`,
      {},
      { mutations_sync: "1" },
    );
  }
}

async function opened(config = testConfig(url)) {
  const connection = new Connection(config);
  const ledger = await openClickHouseLedger(config);
  onTestFinished(async () => {
    await ledger.close();
    await connection.close();
    const server = new Connection({ ...config, database: "default" });
    await server.run(`drop database if exists ${config.database}`);
    await server.close();
  });
  return { ledger, connection, config };
}
