import type { ImportsResponse } from "@headgate/contract";
import { expect, test } from "vitest";
import { leftOutOf, pullState, trustedOf } from "./view-model.ts";

type Import = ImportsResponse["imports"][number];
const imported = (number: number, count: number, place: string): Import => ({
  import: number,
  started_at: "2026-11-01T00:00:00Z",
  finished_at: "2026-11-01T00:00:01Z",
  named: [],
  summary: {
    import_number: number,
    sources: [],
    skips: [
      {
        source: "litellm",
        reason: "row_malformed",
        count,
        examples: [{ reason: "row_malformed", place }],
      },
    ],
    warnings: [],
  },
});

test("what was skipped is added up over all imports, with the latest places first", () => {
  expect(leftOutOf([imported(2, 3, "new:1"), imported(1, 2, "old:1")])).toMatchObject([
    { source: "LiteLLM spend log", count: 5, places: ["new:1", "old:1"] },
  ]);
});

test("only sources that have anything stand in the order of precedence", () => {
  const none = { counted: 0, seen_elsewhere: 0, counted_by: [] };
  const calls = [
    { source: "gateway" as const, ...none, counted: 4 },
    { source: "litellm" as const, ...none },
    {
      source: "otlp" as const,
      counted: 0,
      seen_elsewhere: 2,
      counted_by: [{ source: "gateway" as const, attempts: 2 }],
    },
  ];

  expect(trustedOf({ calls, bills: [] }, "calls")).toEqual([
    { source: "gateway", counted: 4, seenElsewhere: 0, countedBy: "" },
    { source: "otlp", counted: 0, seenElsewhere: 2, countedBy: "Headgate's gateway" },
  ]);
});

test("a pull says in a few words how it stands", () => {
  const pull = {
    is_running: false,
    last_error: null,
    failures_in_a_row: 0,
    last_success_at: null,
  } as Parameters<typeof pullState>[0];

  expect(
    [
      pull,
      { ...pull, last_success_at: "2026-11-28T00:00:00Z" },
      { ...pull, last_error: "no", failures_in_a_row: 1 },
      { ...pull, last_error: "no", failures_in_a_row: 3 },
      { ...pull, last_error: "no", is_running: true },
    ].map(pullState),
  ).toEqual(["not pulled yet", "fine", "failed", "failed 3 times", "pulling"]);
});
