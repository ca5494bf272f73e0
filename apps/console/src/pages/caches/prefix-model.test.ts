import type { PrefixStats } from "@headgate/contract";
import { expect, test } from "vitest";
import { brokenLines, prefixLines } from "./prefix-model.ts";

/** Constructed: one model, and a system prompt with a time in it. */
const stats: PrefixStats = {
  started_at: "2026-11-22T09:00:00.000Z",
  remembered: 10,
  max_remembered: 20_000,
  skipped: {},
  models: [
    {
      provider: "anthropic",
      model: "claude-sonnet-4-5",
      calls: 4,
      input_tokens: 10_000,
      read_tokens: 2_500,
      written_tokens: 5_000,
      unmetered: 0,
      hit_rate: 0.25,
      marked_5m: 2,
      marked_1h: 1,
      unmarked: 1,
      saved: "-0.001500000000",
      saved_unknown: 1,
      simulated: true,
    },
  ],
  broken: [
    {
      key_id: "key-1",
      provider: "anthropic",
      model: "claude-sonnet-4-5",
      part: "system",
      index: 0,
      from_byte: 64,
      to_byte: 128,
      bytes_before: 900,
      bytes_now: 900,
      times: 3,
      first_at: "2026-11-22T10:02:00.000Z",
      last_at: "2026-11-22T11:40:00.000Z",
      call_id: "call-9",
      tokens_again: 0,
      tokens_unknown: 3,
      cost_again: "0.000000000000",
      cost_unknown: 3,
      simulated: true,
    },
  ],
};

test("what markers lost is shown as a loss, simulated as simulated, what is not known as that", () => {
  expect(prefixLines(stats)[0]).toMatchObject({
    hitRate: "25.0%",
    marked: "2 for 5 m, 1 for 1 h, 1 not",
    saved: "−$0.00150 simulated",
    savedNote: "1 call not known",
  });
});

test("a broken prefix says its place, its times and what is not known of its cost", () => {
  expect(brokenLines(stats)[0]).toMatchObject({
    place: "system, bytes 64 to 128 of 900",
    times: "3",
    tokens: "unknown",
    tokensNote: "3 times not known",
    cost: "unknown",
    costNote: "3 times not known",
  });
});

test("what was paid again in a part of the times is a lower bound", () => {
  const [broken] = stats.broken;
  if (broken === undefined) throw new Error("there is one");
  const part = { tokens_again: 1_200, tokens_unknown: 1, cost_again: "0.010000000000" };

  expect(brokenLines({ ...stats, broken: [{ ...broken, ...part }] })[0]).toMatchObject({
    tokens: "≥ 1,200",
    tokensNote: "1 time not known",
    cost: "≥ $0.0100 simulated",
  });
});

test("a saving of which nothing is known is not $0; of a part it is no bound, for markers also lose", () => {
  const [model] = stats.models;
  if (model === undefined) throw new Error("there is one");
  const none = { ...model, saved: "0.000000000000", saved_unknown: 4 };

  expect(prefixLines({ ...stats, models: [none] })[0]).toMatchObject({
    saved: "unknown",
    savedNote: "4 calls not known",
  });
});

test("a model of which no prompt tokens are known has no hit rate, not one of nothing", () => {
  const [model] = stats.models;
  if (model === undefined) throw new Error("there is one");
  expect(prefixLines({ ...stats, models: [{ ...model, hit_rate: null }] })[0]?.hitRate).toBe(
    "unknown",
  );
});
