import type { LoaderStatus } from "@headgate/contract";
import { expect, test } from "vitest";
import { clientSnippets } from "../ui/snippets.ts";
import { engineTroubles } from "./engine-troubles.ts";
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

test("a server that does not answer is told with what that means, and one that does is not", () => {
  const ledger = { part: "ledger", engine: "ClickHouse", address: "ch:8123" } as const;
  const nowMs = Date.parse("2026-11-20T12:03:00Z");

  expect(
    engineTroubles(
      [
        { ...ledger, not_answering_since: "2026-11-20T12:00:00Z", problem: "no answer" },
        { ...ledger, not_answering_since: null, problem: null },
        { ...ledger, part: "counters", not_answering_since: null, problem: "its time differs" },
      ],
      nowMs,
    ),
  ).toEqual([
    {
      part: "ledger",
      text: "The ledger (ClickHouse at ch:8123) has not answered for 3 minutes. Figures cannot be read; calls go on, and their rows wait in the spools.",
    },
    { part: "counters", text: "The counters (ClickHouse at ch:8123): its time differs" },
  ]);
});

test("what is said of a server stays the same from one question to the next, within a minute", () => {
  const ledger = { part: "ledger", engine: "ClickHouse", address: "ch:8123" } as const;
  const engine = { ...ledger, not_answering_since: "2026-11-20T12:00:00Z", problem: null };
  const at = (time: string) => engineTroubles([engine], Date.parse(time));

  expect(at("2026-11-20T12:03:05Z")).toEqual(at("2026-11-20T12:03:50Z"));
  expect(at("2026-11-20T12:00:30Z")[0]?.text).toContain("for less than a minute.");
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
