import { pino } from "pino";
import { expect, test } from "vitest";
import { createNodeBoard, DIFFERS_FOR_MS, type NodeBoard } from "./node-board.ts";
import type { NodeSettings, NodeSettingsTable } from "./node-settings.ts";

const SAME: NodeSettings = { config: "c1", priceBook: "p1" };

/** What two nodes share, and what each of them goes by. */
function twoNodes() {
  const rows = new Map<string, NodeSettings>();
  const table: NodeSettingsTable = {
    tell: async (node, settings) => {
      rows.set(node, settings);
    },
    all: async () => new Map(rows),
  };
  const clock = { ms: 0 };
  const logged: string[] = [];
  const log = pino({ level: "warn" }, { write: (line: string) => logged.push(line) });
  const live = ["a", "b"];
  const goBy: Record<string, NodeSettings> = { a: SAME, b: SAME };
  const board = (own: string): NodeBoard =>
    createNodeBoard({
      ...{ table, log, nowMs: () => clock.ms, settings: () => goBy[own] ?? SAME },
      lead: {
        processes: () =>
          live.map((node) => ({ node, version: "1", leads: node === "a", isThis: node === own })),
      },
    });
  const boards = [board("a"), board("b")] as const;
  return {
    ...{ boards, clock, goBy, live, logged, table },
    tick: async () => {
      for (const one of [...boards, ...boards]) await one.tick();
    },
  };
}

test("nodes that go by the same are told of by digests, and nothing is amiss", async () => {
  const { boards, tick } = twoNodes();
  await tick();

  expect(boards.map((board) => [board.of("a"), board.of("b")])).toEqual([
    [SAME, SAME],
    [SAME, SAME],
  ]);
  expect(boards.map((board) => board.differing())).toEqual([[], []]);
});

test("a node that has another file is seen at once by both, and told of when it lasts", async () => {
  const { boards, clock, goBy, logged, tick } = twoNodes();
  await tick();
  goBy.b = { ...SAME, config: "c2" };
  await tick();

  expect(boards.map((board) => board.differing())).toEqual([["config"], ["config"]]);
  expect([boards[0].problem(), logged]).toEqual([undefined, []]);

  clock.ms += DIFFERS_FOR_MS;
  await tick();
  await tick();
  const text =
    "Nodes go by different configurations: a by c1, b by c2. Give all of them the same files.";
  expect(boards.map((board) => board.problem())).toEqual([text, text]);
  // Once each, however long it lasts.
  expect(logged).toHaveLength(2);

  goBy.a = { ...SAME, config: "c2" };
  await tick();
  expect(boards.map((board) => board.problem())).toEqual([undefined, undefined]);
});

test("prices that differ are told apart from configurations, and a node that is gone counts no more", async () => {
  const { boards, goBy, live, tick } = twoNodes();
  goBy.b = { ...SAME, priceBook: "p2" };
  await tick();

  expect(boards[0].differing()).toEqual(["priceBook"]);
  live.pop();
  expect(boards[0].differing()).toEqual([]);
});

test("a table that cannot be asked is told of once, and what was known stays", async () => {
  const { boards, logged, table, tick } = twoNodes();
  await tick();
  Object.assign(table, { all: () => Promise.reject(new Error("away")) });

  await tick();

  expect(boards[0].of("b")).toEqual(SAME);
  expect(logged).toHaveLength(2);
});
