import type { LoaderStatus } from "@headgate/contract";
import { expect, test } from "vitest";
import { clientSnippets } from "../ui/snippets.ts";
import { filterChips } from "./filter-chips.ts";
import { loaderFacts, needsAttention } from "./loader-health.ts";

const loader: LoaderStatus = {
  rows_added: 1_000,
  rows_already_there: 3,
  rows_conflicting: 0,
  lines_quarantined: 0,
  torn_tails: 1,
  bytes_waiting: 0,
  lag_ms: null,
  last_error: null,
};

test("a loader that skipped only what it had needs nobody's attention", () => {
  expect(needsAttention(loader)).toBe(false);
});

test.each([
  { rows_conflicting: 1 },
  { lines_quarantined: 1 },
  { lag_ms: 60_000, bytes_waiting: 10 },
  { last_error: "disk full" },
])("a loader with %o needs attention and says why", (fault) => {
  const facts = loaderFacts({ ...loader, ...fault });

  expect(facts.filter(({ attention }) => attention)).toHaveLength(1);
});

test("filters become chips, the one for calls without a value too", () => {
  expect(filterChips({ team: "", outcome: "timed_out", tag: "a=b" })).toEqual([
    { key: "team", name: "Team", value: "none", none: true },
    { key: "outcome", name: "Outcome", value: "Timed out", none: false },
    { key: "tag", name: "Tag", value: "a=b", none: false },
  ]);
});

test("OpenAI's clients are pointed at /v1 and Anthropic's at the origin", () => {
  const textOf = (name: string) =>
    clientSnippets("http://localhost:4100", "hg_x").find((snippet) => snippet.name === name)?.text;

  expect(textOf("OpenAI")).toContain('baseURL: "http://localhost:4100/v1"');
  expect(textOf("Anthropic")).toContain('baseURL: "http://localhost:4100"');
});
