import type { RoutedFingerprint, RoutedPool } from "@headgate/contract";
import { expect, test } from "vitest";
import { frontierPoints, modelLines, notchLines, notchWords } from "./evidence-model.ts";
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
  expect(modelLines(evidenceOf())[0]?.labels).toBe("280.3");
});
