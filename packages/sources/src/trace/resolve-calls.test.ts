import fc from "fast-check";
import { expect, test } from "vitest";
import { skipsIn, warningsIn } from "../source-files.fixture.ts";
import { resolveCalls } from "./resolve-calls.ts";
import { TraceMemory } from "./trace-memory.ts";
import type { TraceNode } from "./trace-node.ts";

const node = (id: string, parent?: string, more: Partial<TraceNode> = {}): TraceNode => ({
  trace: "t",
  id,
  parent,
  name: id,
  kind: "call",
  tokens: 10,
  answer: undefined,
  place: id,
  ...more,
});
const idsOf = (nodes: readonly TraceNode[]): readonly (string | undefined)[] =>
  nodes.map(({ id }) => id);

test("in whatever order a trace comes, the innermost calls count, once each", () => {
  const tree = [
    node("agent", undefined, { kind: "around", tokens: 30 }),
    node("framework", "agent", { tokens: 10 }),
    node("http", "framework", { kind: "other", tokens: undefined }),
    node("client", "http"),
    node("second", "agent", { tokens: 20 }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(tree, { minLength: tree.length }), (shuffled) => {
      const { calls, told } = resolveCalls(shuffled, new TraceMemory());
      expect(new Set(idsOf(calls))).toEqual(new Set(["client", "second"]));
      expect(calls).toHaveLength(2);
      expect(warningsIn(told)).toEqual([]);
    }),
  );
});

test("a parent that arrives later is known by what came before", () => {
  const memory = new TraceMemory();
  const first = resolveCalls([node("client", "http")], memory);
  const then = resolveCalls([node("http", "agent", { kind: "other", tokens: undefined })], memory);
  const last = resolveCalls([node("agent", undefined, { kind: "around", tokens: 11 })], memory);

  expect(idsOf(first.calls)).toEqual(["client"]);
  expect(idsOf([...then.calls, ...last.calls])).toEqual([]);
  expect(skipsIn([...then.told, ...last.told])).toEqual(["http: not_a_call", "agent: parent_span"]);
  expect(warningsIn(last.told)).toHaveLength(1);
});

test("a call without counts yields to the one around it that has them, and stays without one", () => {
  const inner = node("inner", "outer", { tokens: undefined });

  expect(idsOf(resolveCalls([inner, node("outer")], new TraceMemory()).calls)).toEqual(["outer"]);
  expect(idsOf(resolveCalls([inner], new TraceMemory()).calls)).toEqual(["inner"]);
});

test("the same once more, one answer twice and a trace that turns in a circle count once", () => {
  const twice = resolveCalls([node("a"), node("a")], new TraceMemory());
  expect(idsOf(twice.calls)).toEqual(["a"]);
  expect(skipsIn(twice.told)).toEqual(["a: rollup"]);
  const answers = [node("a", undefined, { answer: "r" }), node("b", undefined, { answer: "r" })];
  expect(idsOf(resolveCalls(answers, new TraceMemory()).calls)).toEqual(["a"]);
  const circle = [node("a", "b"), node("b", "a")];
  expect(resolveCalls(circle, new TraceMemory()).calls).toHaveLength(1);
});

test("tokens around calls that are not here are told as not counted; those of a call that counts elsewhere are not", () => {
  const agent = node("agent", undefined, { kind: "around", tokens: 30 });
  expect(skipsIn(resolveCalls([agent], new TraceMemory()).told)).toEqual([
    "agent: usage_unreadable",
  ]);
  expect(skipsIn(resolveCalls([{ ...agent, tokens: 0 }], new TraceMemory()).told)).toEqual([
    "agent: parent_span",
  ]);

  const within = [node("call"), node("step", "call", { kind: "around" })];
  expect(skipsIn(resolveCalls(within, new TraceMemory()).told)).toEqual(["step: parent_span"]);

  const twin = [
    node("outer", undefined, { kind: "other", tokens: undefined }),
    node("inner", "outer", { kind: "other", tokens: undefined }),
    node("http", "inner", { kind: "other", tokens: undefined }),
    node("first", "http", { answer: "r" }),
    agent,
    node("step", "agent", { kind: "around" }),
    node("second", "step", { answer: "r" }),
  ];
  expect(idsOf(resolveCalls(twin, new TraceMemory()).calls)).toEqual(["first"]);
  expect(skipsIn(resolveCalls(twin, new TraceMemory()).told)).not.toContain(
    "agent: usage_unreadable",
  );
});

test("what counts elsewhere is known for it in a later piece of its trace too", () => {
  const memory = new TraceMemory();
  resolveCalls([node("first", undefined, { answer: "r" })], memory);
  const second = [
    node("step", "agent", { kind: "around" }),
    node("second", "step", { answer: "r" }),
  ];

  const then = resolveCalls(second, memory);
  const last = resolveCalls([node("agent", undefined, { kind: "around", tokens: 30 })], memory);

  expect(idsOf(then.calls)).toEqual([]);
  expect(skipsIn([...then.told, ...last.told])).toEqual([
    "second: rollup",
    "step: parent_span",
    "agent: parent_span",
  ]);
});

test("what is sent once more is no other call's answer, and tokens yield to no call without any", () => {
  const memory = new TraceMemory();
  const bare = node("bare", undefined, { answer: "r", tokens: undefined });

  expect(idsOf(resolveCalls([bare], memory).calls)).toEqual(["bare"]);
  expect(idsOf(resolveCalls([bare], memory).calls)).toEqual(["bare"]);
  expect(idsOf(resolveCalls([node("whole", undefined, { answer: "r" })], memory).calls)).toEqual([
    "whole",
  ]);
  const later = node("later", undefined, { answer: "r", tokens: undefined });
  expect(skipsIn(resolveCalls([later], memory).told)).toEqual(["later: rollup"]);
});
