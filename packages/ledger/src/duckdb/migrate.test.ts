import { expect, test } from "vitest";
import { columns } from "../columns.ts";
import { billLineColumns } from "../imports/bill-line-columns.ts";
import { gaugeColumns } from "../imports/gauge-columns.ts";
import { usageTotalColumns } from "../imports/usage-total-columns.ts";
import { openDatabase } from "./database.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations/migrations.ts";

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

test("the versions of the migrations grow one by one", () => {
  expect(migrations.map((migration) => migration.version)).toEqual(
    migrations.map((_, index) => index + 1),
  );
});
