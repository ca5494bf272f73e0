import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { all, memoryFile } from "../memory-file.fixture.ts";
import { openFile } from "./open-file.ts";
import { readCsv } from "./read-csv.ts";
import { parquetColumns, readParquet } from "./read-parquet.ts";
import { readTable } from "./read-table.ts";
import type { TableFound } from "./table-row.ts";

const folder = mkdtempSync(join(tmpdir(), "headgate-table-"));
afterAll(() => rmSync(folder, { recursive: true }));
const { signal } = new AbortController();

const brief = (found: readonly TableFound[]) =>
  found.map((piece) =>
    piece.kind === "row"
      ? [piece.line, { ...piece.cells }]
      : `${piece.skip.place.split(":").at(-1)} ${piece.skip.reason}`,
  );
const csv = async (content: string | Uint8Array, pieceBytes?: number, options = {}) =>
  brief(await all(readCsv(memoryFile("bill.csv", content, pieceBytes), { signal, ...options })));

test.each([1, 5, 4096])(
  "CSV in pieces of %i bytes: marks, quotes, NULL, no last line end",
  async (pieceBytes) => {
    const content =
      '\uFEFFId,Name,Cost\r\n1,"two\nlines, ""quoted""",0.10\r\n\r\n2,NULL,\r\n3,x,1e-7';

    expect(await csv(content, pieceBytes)).toEqual([
      [2, { Id: "1", Name: 'two\nlines, "quoted"', Cost: "0.10" }],
      [5, { Id: "2" }],
      [6, { Id: "3", Name: "x", Cost: "1e-7" }],
    ]);
  },
);

test.each([1, 2, 5, 4096])(
  "a byte order mark before a quoted header costs nothing, in pieces of %i bytes",
  async (pieceBytes) => {
    const rows = [[2, { Id: "1", Cost: "0.10" }]];

    expect(await csv('\uFEFF"Id","Cost"\r\n"1","0.10"\r\n', pieceBytes)).toEqual(rows);
    expect(await csv('"Id","Cost"\n1,0.10', pieceBytes)).toEqual(rows);
    expect(await csv("\uFEFF", pieceBytes)).toEqual([]);
    expect(await csv(Buffer.from("efbb", "hex"), pieceBytes)).toEqual(["1 row_malformed"]);
  },
);

test.each([3, 4096])(
  "bad rows cost themselves alone, in pieces of %i bytes",
  async (pieceBytes) => {
    const content = 'a,b\n1\n1,2,3\n1,2,,\n"x"y,2\n3,4\n';

    expect(await csv(content, pieceBytes)).toEqual([
      "2 row_malformed",
      "3 row_malformed",
      [4, { a: "1", b: "2" }],
      "5 row_malformed",
      [6, { a: "3", b: "4" }],
    ]);
    expect(await csv("a,b\n1\n", pieceBytes, { shortRows: "absent" })).toEqual([[2, { a: "1" }]]);
  },
);

test("a row over the bound, and wrong quotes, do not take the file with them", async () => {
  const long = "x".repeat(300);

  expect(await csv(`a,b\n1,2\n${long},2\n3,4\n`, 16, { maxRowBytes: 100 })).toEqual([
    [2, { a: "1", b: "2" }],
    "3 row_too_long",
    [4, { a: "3", b: "4" }],
  ]);
  expect(await csv('a,b\n1,2\n3,"never closed\n4,5\n')).toEqual([
    [2, { a: "1", b: "2" }],
    "3 row_malformed",
    [4, { a: "4", b: "5" }],
  ]);
  expect(await csv('a,b\n1,"2\n3,4\n5,6"\n7,"8\n9,x"y\n', 3)).toEqual([
    [2, { a: "1", b: "2\n3,4\n5,6" }],
    "5 row_malformed",
    "6 row_malformed",
  ]);
});

test("semicolons and tabs part cells where the header has them, and no column hides another", async () => {
  expect(await csv("a;b;a\n1;2,5;3\n")).toEqual([[2, { a: "1", b: "2,5", "a#2": "3" }]]);
  expect(await csv("a\tb\n1\t2\n")).toEqual([[2, { a: "1", b: "2" }]]);
});

test("whatever cells are written, the same are read, wherever the file is cut", async () => {
  const cell = fc.string({ minLength: 1 }).filter((text) => !/^(NULL|\s*)$|\uFFFD/.test(text));
  const row = fc.tuple(cell, cell, cell);
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(fc.array(row), fc.integer({ min: 1, max: 50 }), async (rows, pieceBytes) => {
      const content = `a,b,c\n${rows.map((cells) => `${cells.map(quoted).join(",")}\n`).join("")}`;

      const found = await all(readCsv(memoryFile("x.csv", content, pieceBytes), { signal }));

      expect(found.map((piece) => piece.kind === "row" && Object.values(piece.cells))).toEqual(
        rows,
      );
    }),
  );
});

async function writeParquet(name: string, select: string): Promise<string> {
  const path = join(folder, name);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

const everyType = `SELECT 1.50::DECIMAL(18,4) AS cost, 1e-7::DOUBLE AS rate, 0.1::FLOAT AS ratio,
  TIMESTAMP '2026-11-01 00:00:00.25' AS starts, TIMESTAMPTZ '2026-11-01 01:00:00+01' AS zoned,
  DATE '2026-11-01' AS day, 9223372036854775807 AS tokens, MAP {'user:team': 'search'} AS tags,
  [1, 2] AS list, NULL::VARCHAR AS nothing, '' AS blank, 'NULL' AS written, true AS yes`;

test("Parquet gives the text that a CSV of it would have, exact", async () => {
  const path = await writeParquet("[odd]*.parquet", everyType);

  const found = await all(readTable(openFile("odd.parquet", path), { signal }));

  expect(brief(found)).toEqual([
    [
      1,
      {
        cost: "1.5000",
        rate: "0.0000001",
        ratio: "0.1",
        starts: "2026-11-01T00:00:00.250000Z",
        zoned: "2026-11-01T00:00:00.000000Z",
        day: "2026-11-01",
        tokens: "9223372036854775807",
        tags: '{"user:team":"search"}',
        list: "[1,2]",
        yes: "true",
      },
    ],
  ]);
  expect((await parquetColumns(path))?.slice(0, 2)).toEqual([
    { name: "cost", type: "DECIMAL(18,4)" },
    { name: "rate", type: "DOUBLE" },
  ]);
});

test("rows of a large Parquet come in the order of the file", async () => {
  const path = await writeParquet("many.parquet", "SELECT range AS n FROM range(50000)");

  const found = await all(readParquet(openFile("many.parquet", path), { signal }));

  expect(found.map((piece) => piece.kind === "row" && Number(piece.cells.n))).toEqual(
    Array.from({ length: 50_000 }, (_, index) => index),
  );
});

test("a Parquet file that is damaged is unreadable, not fatal", async () => {
  const path = join(folder, "bad.parquet");
  writeFileSync(path, "PAR1 and then nothing of the kind");

  expect(brief(await all(readTable(openFile("bad.parquet", path), { signal })))).toEqual([
    "bad.parquet file_unreadable",
  ]);
  expect(await parquetColumns(path)).toBeUndefined();
});
