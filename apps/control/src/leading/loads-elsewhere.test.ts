import { pino } from "pino";
import { expect, test } from "vitest";
import { createLoadsElsewhere, type LoadsTable } from "./loads-elsewhere.ts";

function tableInMemory(): LoadsTable {
  const sums = new Map<string, number>();
  return {
    add: async (node, rows) => {
      sums.set(node, (sums.get(node) ?? 0) + rows);
    },
    all: async () => new Map(sums),
  };
}

function nodeOf(node: string, table: LoadsTable) {
  const heard: number[] = [];
  const logged: string[] = [];
  const log = pino({ level: "error" }, { write: (line: string) => logged.push(line) });
  const loads = createLoadsElsewhere({ onLoaded: (rows) => heard.push(rows), log });
  return { heard, logged, loads, tick: (at = table) => loads.tick({ node, table: at }) };
}

test("what one node puts into the ledger is told at the others, once, and not at itself", async () => {
  const table = tableInMemory();
  const [first, second] = [nodeOf("a", table), nodeOf("b", table)];
  await first.tick();
  await second.tick();

  first.loads.loaded(3);
  first.loads.loaded(4);
  for (const node of [first, second, first, second]) await node.tick();

  expect([first.heard, second.heard]).toEqual([[], [7]]);
});

test("rows from before a node was there are not told as new, and those of one that comes later are", async () => {
  const table = tableInMemory();
  const first = nodeOf("a", table);
  first.loads.loaded(3);
  await first.tick();
  const second = nodeOf("b", table);
  await second.tick();
  await second.tick();

  second.loads.loaded(2);
  await second.tick();
  await first.tick();

  expect([first.heard, second.heard]).toEqual([[2], []]);
});

test("rows that cannot be told are told when they can, and that is logged once", async () => {
  const table = tableInMemory();
  const [first, second] = [nodeOf("a", table), nodeOf("b", table)];
  await second.tick();
  const away: LoadsTable = { ...table, add: () => Promise.reject(new Error("away")) };
  first.loads.loaded(3);
  await first.tick(away);
  await first.tick(away);

  await first.tick();
  await second.tick();

  expect([second.heard, first.logged.length]).toEqual([[3], 1]);
});
