import type { RoutedFingerprint, RoutedPool } from "@headgate/contract";
import { expect, test } from "vitest";
import {
  answerLines,
  dayOneText,
  frontierPoints,
  modelLines,
  notchLines,
  notchWords,
  outLines,
} from "./evidence-model.ts";
import { routingReport, withPool } from "./routing.fixture.ts";

const evidenceOf = (
  report = routingReport,
  at = 0,
): Readonly<{ pool: RoutedPool; task: RoutedFingerprint }> => {
  const pool = report.pools[0];
  const task = pool?.fingerprints[at];
  if (pool === undefined || task === undefined) throw new Error("there is one");
  return { pool, task };
};

test("a notch down and a notch up say what they would save instead", () => {
  expect(notchWords(evidenceOf())).toEqual([
    "A notch down to 90.0% would save 62.0% instead of 41.0%, and keep at least 90.5%.",
    "A notch up to 98.0% is not certified: the reference would answer.",
  ]);
});

test("what is out of force is told with what it was held against; what is in force is not", () => {
  expect(outLines(evidenceOf())).toEqual([
    "Newest answers of openai/gpt-4o-mini fail checks more often than its tries did (1 of 40): since 2026-11-29T09:00:00.000Z the reference answers, until tries are good again.",
  ]);
  expect(outLines(evidenceOf(routingReport, 1))).toEqual([]);
});

test("where the reference answers, a notch down is held against nothing", () => {
  expect(notchWords(evidenceOf(withPool({ quality: 0.98 })))).toEqual([
    "A notch down to 95.0% would save 41.0%, and keep at least 95.6%.",
  ]);
  expect(notchWords(evidenceOf(withPool({ budget_per_day: "25" })))).toEqual([]);
});

test("a notch that saves as much says so", () => {
  const { pool, task } = evidenceOf();
  const [, now] = task.notches;
  const alike = {
    ...task,
    notches: task.notches.with(0, { quality: 0.9, certified: now?.certified ?? null }),
  };
  expect(notchWords({ pool, task: alike })[0]).toBe(
    "A notch down to 90.0% would save as much: 41.0%.",
  );
});

test("the dial's choice is one point of what quality costs, with the bound of its promise", () => {
  const points = frontierPoints(evidenceOf());
  expect(points.map(({ saved }) => saved)).toEqual([0.2, 0.41, 0.62]);
  expect(points.map(({ isDial }) => isDial)).toEqual([false, true, false]);
  expect(points[1]?.lowerBoundText).toBe("95.6%");
});

test("without a certificate no point is the dial's, and without judged calls there are none", () => {
  const points = frontierPoints(evidenceOf(withPool({ quality: 0.98 })));
  expect(points.some(({ isDial }) => isDial)).toBe(false);
  expect(points).toHaveLength(3);
  expect(frontierPoints(evidenceOf(routingReport, 1))).toEqual([]);
});

test("answers are held to a probability where labels certify one, else to the checks alone, with the labels that are missing", () => {
  expect(answerLines(evidenceOf(), 300)).toMatchObject([
    {
      ...{ judged: "420", accepted: "64.0%", lowerBound: "95.7%" },
      heldTo: "a probability above 0.71, by this task's own labels",
    },
  ]);
  const other = evidenceOf(routingReport, 1);
  expect(answerLines(other, 300)).toMatchObject([
    { heldTo: "the checks alone: 40 of 300 labels", accepted: "–", lowerBound: "–" },
  ]);
  expect(answerLines(other, 30)[0]?.heldTo).toContain("no threshold keeps the promise");
});

test("what is done on day one is told as an assumption, with its tier and why", () => {
  expect(dayOneText(evidenceOf())).toBeUndefined();
  expect(dayOneText(evidenceOf(routingReport, 1))).toBe(
    "It is assumed that a model of tier budget does: it looks like faq: a question; models of tier budget are assumed to do it.",
  );
});

test("a promise that is not certified has dashes, not zeros; a model without labels has no quality", () => {
  expect(notchLines(evidenceOf()).at(-1)).toMatchObject({
    saved: "the reference answers",
    estimate: "–",
    labels: "–",
  });
  expect(modelLines(evidenceOf(routingReport, 1))).toMatchObject([
    { role: "reference", labels: "120", quality: "100%" },
    { role: "", labels: "0", quality: "–" },
  ]);
  expect(modelLines(evidenceOf())).toMatchObject([
    {
      labels: "280.3",
      median: "1.84 s",
      p95: "4.21 s",
      failed: "2 of 100",
      isTooSlow: false,
      checks: "–",
    },
    { median: "–", p95: "–", failed: "0 of 12", isTooSlow: true, checks: "9 of 90" },
  ]);
});
