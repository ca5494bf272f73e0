import type { CallSummary } from "@headgate/contract";
import { expect, test } from "vitest";
import { ariaSort, callLines, narrowedTo, nextSort } from "./view-model.ts";

const call: CallSummary = {
  call_id: "c1",
  started_at: "2026-11-23T10:00:00.000Z",
  provider: "openai",
  model: null,
  operation: "chat",
  team: null,
  project: "ranker",
  feature: null,
  outcome: "completed",
  status: 200,
  cache_status: null,
  cut: null,
  stream: true,
  simulated: false,
  attempts: 1,
  input_tokens: null,
  output_tokens: 0,
  confidence: "unknown",
  effective_cost: null,
  duration_ms: 1_234,
  time_to_first_token_ms: null,
};

test("what is not known of a call is a dash, and a known zero is 0", () => {
  const [line] = callLines([call], Date.parse(call.started_at));

  expect(line).toMatchObject({
    team: "–",
    model: "–",
    inputTokens: "–",
    outputTokens: "0",
    cost: null,
    timeToFirstToken: "–",
  });
});

test("a call that Headgate answered itself is told from one that it passed on", () => {
  const statuses = ["hit", "coalesced", "miss", "bypass", null] as const;
  const lines = callLines(
    statuses.map((cache_status) => ({ ...call, cache_status })),
    0,
  );

  expect(lines.map(({ isFromCache }) => isFromCache)).toEqual([true, true, false, false, false]);
});

test("an answer that a rule cut says so in its line", () => {
  const [cut, whole] = callLines([{ ...call, cut: "limit_reached" }, call], 0);

  expect(cut?.cut).toContain("limit that the policy set");
  expect(whole?.cut).toBeUndefined();
});

test("what the list is narrowed to is said in words", () => {
  expect(narrowedTo({ cut: "any" })).toBe("Only calls whose answers were cut.");
  expect(narrowedTo({ cut: "limit_reached", lever: "output" })).toContain('cut: "limit_reached"');
  expect(narrowedTo({})).toBeUndefined();
});

test("a column sorts largest first, then smallest first, then largest again", () => {
  const first = nextSort({}, "cost");
  const second = nextSort(first, "cost");
  const third = nextSort(second, "cost");

  expect(first).toEqual({ sort: "cost", order: undefined });
  expect(second).toEqual({ sort: "cost", order: "asc" });
  expect(third).toEqual(first);
});

test("the header that sorts says in which direction, all others say none", () => {
  expect(ariaSort({}, "time")).toBe("descending");
  expect(ariaSort({ sort: "cost", order: "asc" }, "cost")).toBe("ascending");
  expect(ariaSort({ sort: "cost", order: "asc" }, "time")).toBe("none");
});
