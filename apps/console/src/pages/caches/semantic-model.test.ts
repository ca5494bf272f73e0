import type { SemanticStats } from "@headgate/contract";
import { expect, test } from "vitest";
import { modelText, nearLines, nearRefusals } from "./semantic-model.ts";

type Namespace = SemanticStats["namespaces"][number];

/** Constructed: a namespace in shadow, a quarter of whose questions would have been answered. */
const shadow: Namespace = {
  namespace: "faq",
  shared_by: "team support",
  model: "universal-sentence-encoder-lite",
  mode: "shadow",
  threshold: 0.95,
  max_wrong_share: null,
  switched_off: false,
  entries: 12,
  lookups: 200,
  would_hit: 50,
  served: 0,
  right: 38,
  wrong: 2,
  not_judged: 10,
  wrong_share: 0.05,
  wrong_share_bound: 0.127,
  certified: null,
  saved: "0.125000000000",
  simulated: true,
  saved_unknown: 3,
  own_cost: "0.000000000000",
  own_cost_unknown: 0,
  refused: { too_long: 4, not_english: 14 },
};
const statsOf = (...namespaces: readonly Namespace[]): SemanticStats => ({
  entries: 12,
  bytes: 100_000,
  max_bytes: 134_217_728,
  evicted: 0,
  embedded: 220,
  failed: 0,
  slow: 0,
  embedding_ms: 2_000,
  namespaces: [...namespaces],
});

test("in shadow the page tells what would have been, and how much of it was compared", () => {
  expect(nearLines(statsOf(shadow))).toMatchObject([
    {
      hitRate: "would be 25.0%",
      wrong: "5.0%, at most 12.7%",
      wrongNote: "38 right, 2 wrong, 10 not judged",
      measure: "cosine of 0.95 or more",
      saved: "would be ≥ $0.125 simulated",
      savedNote: "3 calls not known",
    },
  ]);
});

test("a threshold that has switched itself off says so", () => {
  const off = { ...shadow, mode: "on" as const, switched_off: true };

  expect(nearLines(statsOf(off))[0]?.measure).toBe(
    "cosine of 0.95 or more: too many compared answers were wrong, so nothing is served",
  );
});

test("a calibrated namespace whose certified hits went wrong says so", () => {
  const measure = { threshold: null, max_wrong_share: 0.05 };
  const off = { ...shadow, ...measure, mode: "on" as const, switched_off: true };

  expect(nearLines(statsOf(off))[0]?.measure).toBe(
    "what was certified went wrong: nothing is served until something is certified anew",
  );
});

test("a saving of which nothing is known is not $0", () => {
  const none = { ...shadow, saved: "0.000000000000", saved_unknown: 50 };

  expect(nearLines(statsOf(none))).toMatchObject([
    { saved: "unknown", savedNote: "50 calls not known" },
  ]);
});

test("what was not measured is unknown, and a calibrated namespace says that it serves nothing yet", () => {
  const fresh = { ...shadow, mode: "on" as const, lookups: 0, would_hit: 0, saved_unknown: 0 };
  const measure = { threshold: null, max_wrong_share: 0.05 };
  const unmeasured = { wrong_share: null, wrong_share_bound: null };

  expect(nearLines(statsOf({ ...fresh, ...measure, ...unmeasured }))).toMatchObject([
    {
      hitRate: "unknown",
      wrong: "unknown",
      measure: "at most 5.0% wrong: nothing certified yet, so nothing is served",
      savedNote: "",
    },
  ]);
});

test("vectors that failed or came late are told", () => {
  expect(modelText({ ...statsOf(), failed: 1, slow: 2 })).toBe(
    "220 texts embedded in 2.0 s; 1 failed, 2 too slow for their call.",
  );
});

test("reasons of all namespaces are added up, most first", () => {
  expect(nearRefusals(statsOf(shadow, shadow)).map(({ reason, count }) => [reason, count])).toEqual(
    [
      ["not_english", "28"],
      ["too_long", "8"],
    ],
  );
});

test("what vectors cost is told beside what they saved", () => {
  const own = { ...shadow, model: "mine/bge-m3", own_cost: "0.002000000000", own_cost_unknown: 1 };

  expect(nearLines(statsOf(own))).toMatchObject([
    {
      model: "mine/bge-m3",
      savedNote: "3 calls not known; less $0.00200 for vectors; less 1 vector of unknown cost",
    },
  ]);
});
