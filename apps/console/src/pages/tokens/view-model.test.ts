import type { TokenUse } from "@headgate/contract";
import { expect, test } from "vitest";
import type { TokensView } from "./query.ts";
import {
  billedLines,
  changeLines,
  costFootOf,
  footOf,
  groupLines,
  leverLines,
  partLines,
  partPoints,
} from "./view-model.ts";

const use: TokenUse = {
  calls: 3,
  attempts: 3,
  input_tokens: 1_000,
  parts: { system: 500, tools: 0, history: 300, tool_results: 0, documents: 0, user: 100 },
  not_told_tokens: 100,
  told_attempts: 2,
  not_told_attempts: 1,
  uncached_tokens: 600,
  cache_read_tokens: 400,
  cache_write_tokens: 0,
  visible_tokens: 200,
  reasoning_tokens: 50,
  effective_cost: "1.000000000000",
  unpriced_attempts: 1,
  simulated_cost: "0.000000000000",
  costs: { input: "0.500000000000", cache_read: "0.100000000000", output: "0.400000000000" },
  other_cost: "0.000000000000",
};

/** Constructed: one day with calls out of two. */
const view: TokensView = {
  span: { fromMs: Date.parse("2026-11-20T00:00:00Z"), toMs: Date.parse("2026-11-22T00:00:00Z") },
  grain: "day",
  by: "team",
  report: {
    total: use,
    groups: [
      { group: null, is_other: false, ...use },
      { group: null, is_other: true, ...use },
    ],
    left_out: 2,
    course: [{ start: "2026-11-20T00:00:00.000Z", ...use }],
    levers: [
      {
        lever: "context",
        basis: "estimated",
        calls: 2,
        known: 1,
        unknown: 1,
        saved: "-0.010000000000",
        simulated: "-0.010000000000",
        input_tokens: -20,
        output_tokens: null,
      },
      {
        lever: "of_later",
        basis: null,
        calls: 1,
        known: 0,
        unknown: 1,
        saved: "0.000000000000",
        simulated: "0.000000000000",
        input_tokens: null,
        output_tokens: null,
      },
    ],
    changes: [{ lever: "context", did: "old_turns", calls: 2, count: 4, input_tokens: null }],
  },
};

test("parts and what is not told are shares of all input, and lead to their calls", () => {
  const lines = partLines(view.report);

  expect(lines.map(({ share }) => share)).toEqual([
    "50.0%",
    "0%",
    "30.0%",
    "0%",
    "0%",
    "10.0%",
    "10.0%",
  ]);
  expect(lines.at(-1)?.behind).toEqual({ part: "not_told", sort: "input_tokens" });
  expect(footOf(view.report)).toContain("2 attempts tell its parts, 1 does not.");
});

test("costs are lower bounds where an attempt is unpriced", () => {
  expect(billedLines(view.report).map(({ cost }) => cost)).toEqual([
    "≥ $0.500",
    "≥ $0.100",
    "≥ $0.00",
    "≥ $0.400",
    "≥ $0.00",
  ]);
});

test("a cost of which nothing is known is unpriced, not at least $0", () => {
  const zero = "0.000000000000";
  const none = { ...use, unpriced_attempts: 3, costs: {}, effective_cost: zero };
  const report = {
    ...view.report,
    total: none,
    groups: [{ group: "search", is_other: false, ...none }],
  };

  expect(new Set(billedLines(report).map(({ cost }) => cost))).toEqual(new Set(["unpriced"]));
  expect(groupLines({ ...view, report }).map(({ cost }) => cost)).toEqual(["unpriced"]);
  expect(costFootOf(report)).toBe(
    "Effective cost in all unpriced: no attempt's price is known. 3 attempts are unpriced, and in no cost.",
  );
});

test("quiet steps are drawn, and each leads to its calls", () => {
  expect(partPoints(view).map(({ all, behind }) => [all, behind.from])).toEqual([
    ["1,000", "2026-11-20T00:00:00.000Z"],
    ["0", "2026-11-21T00:00:00.000Z"],
  ]);
});

test("steps that the range cuts open no more than they count, and say so", () => {
  const span = {
    fromMs: Date.parse("2026-11-20T15:00:00Z"),
    toMs: Date.parse("2026-11-21T12:00:00Z"),
  };

  expect(
    partPoints({ ...view, span }).map(({ title, behind }) => [title, behind.from, behind.to]),
  ).toEqual([
    ["20 Nov UTC, from 15:00", "2026-11-20T15:00:00.000Z", "2026-11-21T00:00:00.000Z"],
    ["21 Nov UTC, until 12:00", "2026-11-21T00:00:00.000Z", "2026-11-21T12:00:00.000Z"],
  ]);
});

test("a saving that is not known is never $0, and more input is negative", () => {
  expect(
    leverLines(view.report).map(({ saved, savedNote, input, basis, behind }) => [
      saved,
      savedNote,
      input,
      basis,
      behind,
    ]),
  ).toEqual([
    [
      "≥ −$0.0100",
      "1 attempt not known, −$0.0100 simulated",
      "−20",
      "estimated",
      { lever: "context" },
    ],
    ["unknown", "1 attempt not known", "–", "unknown", undefined],
  ]);
});

test("the words of changes lead to the calls with them", () => {
  expect(changeLines(view.report)).toMatchObject([
    {
      did: "old_turns",
      times: "4",
      input: "–",
      behind: { lever: "context", did: "old_turns" },
    },
  ]);
});

test("the rest of a dimension is named and leads nowhere", () => {
  expect(groupLines(view).map(({ name, behind }) => [name, behind])).toEqual([
    ["none", { team: "" }],
    ["2 smaller ones together", undefined],
  ]);
});
