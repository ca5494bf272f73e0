import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { columns } from "../columns.ts";
import { billLineColumns } from "../imports/bill-line-columns.ts";
import { gaugeColumns } from "../imports/gauge-columns.ts";
import { outcomeColumns } from "../imports/outcome-columns.ts";
import { usageTotalColumns } from "../imports/usage-total-columns.ts";
import { isLaterUnit, laterUnits } from "../later-units.ts";
import { attempt } from "../store.fixture.ts";
import { openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { toolUnits } from "./migrations/0005-tool-units.ts";
import { migrations } from "./migrations/migrations.ts";
import { writeRows } from "./write-rows.ts";

test("the migrations make exactly the columns that the list names", async () => {
  const database = await openDatabase({ path: ":memory:", memoryLimit: "128MB" });

  const reader = await database.reader.runAndReadAll(
    `select column_name, data_type, is_nullable = 'NO' as required
     from information_schema.columns where table_name = 'attempts' order by ordinal_position`,
  );

  expect(reader.getRows()).toEqual(
    columns.map(({ name, type, required }) => [name, type, required]),
  );
  database.close();
});

test("the tables of imports have the columns that their lists name, in their order", async () => {
  const database = await openDatabase({ path: ":memory:", memoryLimit: "128MB" });
  const listed = {
    bill_lines: billLineColumns,
    usage_totals: usageTotalColumns,
    gauges: gaugeColumns,
    outcomes: outcomeColumns,
  };

  for (const [table, list] of Object.entries(listed)) {
    const reader = await database.reader.runAndReadAll(
      `select column_name, data_type from information_schema.columns
       where table_name = '${table}' order by ordinal_position`,
    );
    expect(reader.getRows()).toEqual(list.map(({ name, type }) => [name, type]));
  }
  database.close();
});

test("rows that were replaced have the columns of attempts behind the import's number", async () => {
  const database = await openDatabase({ path: ":memory:", memoryLimit: "128MB" });

  const reader = await database.reader.runAndReadAll(
    `select column_name from information_schema.columns
     where table_name = 'replaced_attempts' order by ordinal_position`,
  );

  expect(reader.getRows().flat()).toEqual(["import", ...columns.map(({ name }) => name)]);
  database.close();
});

test("migrating again changes nothing", async () => {
  const database = await openDatabase({ path: ":memory:", memoryLimit: "128MB" });
  const applied = async () =>
    (await database.writer.runAndReadAll("from schema_migrations")).getRowsJson();
  const before = await applied();

  await migrate(database.writer);

  expect(before).toHaveLength(migrations.length);
  expect(await applied()).toEqual(before);
  database.close();
});

test("the versions of the migrations grow", () => {
  const versions = migrations.map((migration) => migration.version);
  expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
});

test("units that came later stand empty in rows that were there before", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const writer = await instance.connect();
  await migrate(writer, migrations.slice(0, migrations.indexOf(toolUnits)));
  await writer.run(`insert into attempts by name select
    'a:0' as row_id, 'a' as call_id, 0 as attempt, true as final, now()::timestamp as started_at,
    'gateway' as source, false as simulated, 'chat' as operation, 'openai' as provider,
    'completed' as outcome, 'provider' as usage_origin, 10 as usage_input, 'unknown' as confidence,
    '[]' as charge_lines, '[]' as savings, map {} as tags, 0 as content_hash`);

  await migrate(writer);
  const later = attempt({ call_id: "later", usage: { input: 1, code_sessions: 2 } });
  await writeRows(writer, { name: "attempts", columns }, [later]);

  const reader = await writer.runAndReadAll(
    "select usage_input, usage_code_sessions, usage_x_searches from attempts order by usage_input desc",
  );
  expect(reader.getRows()).toEqual([
    [10n, null, null],
    [1n, 2n, null],
  ]);
  expect(laterUnits.every(isLaterUnit)).toBe(true);
  writer.closeSync();
  instance.closeSync();
});
