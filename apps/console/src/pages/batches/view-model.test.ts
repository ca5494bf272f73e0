import type { BatchesResponse } from "@headgate/contract";
import { expect, test } from "vitest";
import {
  batchLines,
  isNothing,
  keptFacts,
  oldestText,
  problemLines,
  requestFacts,
  webhookFacts,
  webhookLines,
} from "./view-model.ts";

const NOW_MS = Date.parse("2026-11-29T10:00:00.000Z");

/** Constructed: a batch that settled, and one of which nothing is known yet. */
const standing: BatchesResponse = {
  requests: { answered: 1_200, waiting: 3, parked: 1 },
  oldest_open_at: "2026-11-29T09:40:00.000Z",
  kept_in_real_time: { cache_is_cheaper: 40, committed_capacity: 2 },
  webhooks: { delivered: 7, waiting: 1, given_up: 1 },
  failing_webhooks: [
    {
      id: "dfr_2",
      host: "hooks.example.com",
      state: "waiting",
      ended_at: "2026-11-29T09:50:00.000Z",
      tries: 2,
      next_try_at: "2026-11-29T10:05:00.000Z",
      problem: "it answered with HTTP 500",
    },
    {
      id: "dfr_1",
      host: "gone.example.com",
      state: "given_up",
      ended_at: "2026-11-28T09:50:00.000Z",
      tries: 1,
      next_try_at: null,
      problem: "it answered with HTTP 410",
    },
  ],
  problems: { not_submitted: 2, unreadable_line: 5 },
  batches: [
    {
      marker: "hg-2",
      provider: "openai",
      model: "gpt-4o-mini",
      format: "openai.chat_completions",
      state: "submitting",
      requests: 3,
      bytes: 900,
      opened_at: "2026-11-29T09:59:00.000Z",
      ended_at: null,
      provider_id: null,
      provider_state: null,
      tries: 1,
      problem: "the provider did not answer",
    },
    {
      marker: "hg-1",
      provider: "openai",
      model: "gpt-4o-mini",
      format: "openai.chat_completions",
      state: "settled",
      requests: 1_200,
      bytes: 400_000,
      opened_at: "2026-11-29T07:00:00.000Z",
      ended_at: "2026-11-29T08:30:00.000Z",
      provider_id: "batch_1",
      provider_state: "completed",
      tries: 1,
      problem: null,
    },
  ],
};

test("requests stand by their state in order, and one of another version by its own word", () => {
  expect(requestFacts(standing).map(({ title, value }) => [title, value])).toEqual([
    ["Waiting", "3"],
    ["Answered", "1,200"],
    ["parked", "1"],
  ]);
});

test.each([
  ["calls that stayed in real time", { kept_in_real_time: { cache_is_cheaper: 40 } }],
  ["problems", { problems: { unreadable_line: 1 } }],
  ["webhooks", { webhooks: { delivered: 1 } }],
  ["a request", { requests: { waiting: 1 } }],
  ["a batch", { batches: standing.batches }],
])("there is something to show where there are %s alone", (_, told) => {
  const nothing: BatchesResponse = {
    ...{ requests: {}, batches: [], kept_in_real_time: {}, problems: {}, webhooks: {} },
    oldest_open_at: null,
    failing_webhooks: [],
  };

  expect(isNothing(nothing)).toBe(true);
  expect(isNothing({ ...nothing, ...told })).toBe(false);
});

test("a batch says what its provider said, and what is not known is not made up", () => {
  expect(batchLines(standing, NOW_MS)).toMatchObject([
    { providerId: "no id known", said: "", took: "–", problem: "the provider did not answer" },
    { providerId: "batch_1", said: "it says: completed", took: "1 h 30 min", problem: "" },
  ]);
});

test("what stayed in real time is told by why", () => {
  expect(keptFacts(standing)).toEqual([
    expect.objectContaining({ title: "Cache is cheaper", value: "40" }),
    expect.objectContaining({ title: "Committed capacity", value: "2" }),
  ]);
});

test("webhooks stand by their state, and those in vain say when they are tried again", () => {
  expect(webhookFacts(standing).map(({ title, value }) => [title, value])).toEqual([
    ["To be told", "1"],
    ["Told", "7"],
    ["Given up", "1"],
  ]);
  expect(webhookLines(standing, NOW_MS)).toMatchObject([
    { id: "dfr_2", tries: "2", next: "in 5 min 00 s", problem: "it answered with HTTP 500" },
    { id: "dfr_1", tries: "1", next: "not again", problem: "it answered with HTTP 410" },
  ]);
});

test("problems stand by how often, and the oldest open request by its age", () => {
  expect(problemLines(standing)[0]).toEqual({ kind: "unreadable line", count: "5" });
  expect(oldestText(standing, NOW_MS)).toBe("the oldest open one came 20 min ago");
  expect(oldestText({ ...standing, oldest_open_at: null }, NOW_MS)).toBe("none is open");
});
