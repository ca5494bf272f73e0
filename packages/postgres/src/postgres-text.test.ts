import { expect, test } from "vitest";
import { postgresText } from "./postgres-text.ts";

test("types and table options of SQLite become PostgreSQL's, names stay", () => {
  expect(
    postgresText(
      "create table t (position integer primary key autoincrement, text text not null, n integer, q real, b blob) strict, without rowid",
    ),
  ).toBe(
    'create table t (position bigint generated always as identity primary key, text text collate "C" not null, n bigint, q double precision, b bytea)',
  );
});

test("an index is the same in both", () => {
  const index = "create index webhooks_due on webhooks (next_at_ms) where state = 'waiting'";

  expect(postgresText(index)).toBe(index);
});
