import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readTrace, type TraceRow } from "./read-trace.ts";
import { scanTrace } from "./scan-trace.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-trace-"));
  path = join(folder, "trace.csv");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const HEAD = "TIMESTAMP,ContextTokens,GeneratedTokens";

async function read(content: string) {
  writeFileSync(path, content);
  const rows: TraceRow[] = [];
  const unreadable: number[] = [];
  for await (const row of readTrace(path, (line) => unreadable.push(line))) rows.push(row);
  return { rows, unreadable };
}

test("Windows line ends and a missing final one change nothing", async () => {
  const { rows, unreadable } = await read(
    `${HEAD}\r\n2023-11-16 18:15:46.6805900,374,44\r\n2023-11-16 18:15:50.9951690,396,109`,
  );
  expect(unreadable).toEqual([]);
  expect(rows).toEqual([
    { row: 1, atMs: Date.parse("2023-11-16T18:15:46.680Z"), inputTokens: 374, outputTokens: 44 },
    { row: 2, atMs: Date.parse("2023-11-16T18:15:50.995Z"), inputTokens: 396, outputTokens: 109 },
  ]);
});

test("columns are found by their names, whatever their order, after a byte order mark", async () => {
  const { rows } = await read("\uFEFFGeneratedTokens,Other,ContextTokens\n7,x,5\n");
  expect(rows).toEqual([{ row: 1, atMs: undefined, inputTokens: 5, outputTokens: 7 }]);
});

test("a bad row is told by its line and left out; the rows after it keep their numbers", async () => {
  const { rows, unreadable } = await read(
    `${HEAD}\nt,1,2\nt,many,2\nt,3\nt,-1,2\nt,1.5,2\n\nt,,\nt,5,6\n`,
  );
  expect(rows.map(({ row, inputTokens }) => [row, inputTokens])).toEqual([
    [1, 1],
    [7, 5],
  ]);
  expect(unreadable).toEqual([3, 4, 5, 6, 8]);
});

test("a quote that is never closed is one unreadable row", async () => {
  const { rows, unreadable } = await read(`${HEAD}\nt,1,2\n"t,3,4\nt,5,6\n`);
  expect(rows).toHaveLength(1);
  expect(unreadable).toHaveLength(1);
});

describe("a file that is no trace is refused", () => {
  test("without a column", async () => {
    await expect(read("a,ContextTokens\n1,2\n")).rejects.toThrow(/no column GeneratedTokens/);
  });
  test("that is not there", async () => {
    const rows = readTrace(join(folder, "no.csv"), () => undefined);
    await expect(rows.next()).rejects.toMatchObject({ code: "input_unreadable" });
    await expect(scanTrace(join(folder, "no.csv"), "m")).rejects.toThrow(/ENOENT/);
  });
});

test("a replay is named after the bytes and the model, not after the file's name", async () => {
  writeFileSync(path, `${HEAD}\nt,1,2\nt,3,4`);
  const copy = join(folder, "copy.csv");
  writeFileSync(copy, `${HEAD}\nt,1,2\nt,3,4`);
  const scan = await scanTrace(path, "gpt-4o-mini");
  expect(scan).toEqual(await scanTrace(copy, "gpt-4o-mini"));
  expect(scan.lines).toBe(2);
  expect(scan.replay).toMatch(/^[0-9a-f]{8}$/);
  expect((await scanTrace(path, "gpt-4o")).replay).not.toBe(scan.replay);
});
