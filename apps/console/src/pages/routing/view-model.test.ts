import { expect, test } from "vitest";
import { routingReport, withPool } from "./routing.fixture.ts";
import {
  feedbackText,
  judgeLines,
  labelFacts,
  notRouted,
  openTask,
  policyViews,
  troubleLines,
} from "./view-model.ts";

const linesOf = (report = routingReport, search = {}) =>
  policyViews(report, search)[0]?.pools[0]?.lines;

test("a policy of which no call was routed says so, whoever links to it", () => {
  const [pool] = routingReport.pools;

  expect(notRouted(routingReport, { policy: "unheard-of" })).toBe(
    "No call of the policy unheard-of was routed since the gateway started.",
  );
  expect(notRouted(routingReport, { policy: pool?.policy })).toBeUndefined();
  expect(notRouted(routingReport, {})).toBeUndefined();
});

test("a task says what its labels certify at the dial, or how many labels are missing", () => {
  expect(linesOf()).toMatchObject([
    {
      name: "faq",
      calls: "1,000",
      moved: "410",
      movedShare: "41.0% of them",
      atDial: "41.0% saved",
      atDialNote: "quality at least 95.6%, by 400 labels",
    },
    {
      name: "Without a system prompt",
      movedShare: "",
      atDial: "Assumed: budget does",
      atDialNote: "nothing is promised; 120 of 300 labels",
    },
  ]);
  const [, other] = routingReport.pools[0]?.fingerprints ?? [];
  if (other === undefined) throw new Error("there are two");
  expect(linesOf(withPool({ fingerprints: [{ ...other, day_one: null }] }))?.[0]).toMatchObject({
    atDial: "The reference answers",
    atDialNote:
      "until 300 labels; there are 120; 25 calls that nobody could judge count against it",
  });
});

test("with labels enough that do not certify the promise, it says so", () => {
  const [faq] = routingReport.pools[0]?.fingerprints ?? [];
  if (faq === undefined) throw new Error("there is one");
  // What is told of answers is of the promise that holds: none is certified for this one.
  const fingerprints = [{ ...faq, answers: [] }];
  const [line] = linesOf(withPool({ quality: 0.98, fingerprints })) ?? [];
  // Calls of it were moved before, or by what is assumed.
  expect(line).toMatchObject({
    atDial: "Not certified now",
    kind: "reference",
    atDialNote: "400 labels do not certify 98.0%",
  });
});

test("a promise that was turned says what the configuration says; dollars a day promise nothing", () => {
  expect(policyViews(withPool({ quality: 0.9 }), {})[0]).toMatchObject({
    promise: "90.0%",
    promiseNote: "of the reference's quality; the configuration says 95.0%",
  });
  const paced = withPool({ budget_per_day: "25" });
  expect(policyViews(paced, {})[0]).toMatchObject({
    promise: "$25.00 a day",
    promiseNote: expect.stringContaining("at each gateway"),
  });
  expect(linesOf(paced)?.[1]?.atDialNote).toBe("nothing is promised");
});

test("in shadow calls would have moved, and none did", () => {
  expect(policyViews(routingReport, {})[0]?.pools[0]?.moves).toBe(true);
  expect(policyViews(withPool({ mode: "shadow" }), {})[0]).toMatchObject({
    mode: { text: "shadow" },
    pools: [{ moves: false, moved: "410" }],
  });
});

test("the address narrows to policies and kinds of tasks, and what it leaves out is counted", () => {
  expect(policyViews(routingReport, { policy: "another" })).toEqual([]);
  const [view] = policyViews(routingReport, { tasks: "certified" });
  expect(view?.pools[0]?.lines.map(({ name }) => name)).toEqual(["faq"]);
  expect(view?.pools[0]?.leftOut).toBe(1);
});

test("the key of a line opens its task", () => {
  for (const line of linesOf() ?? []) {
    const opened = openTask(routingReport, { open: line.key });
    expect(opened?.task.fingerprint.slice(0, 8)).toBe(line.fingerprint);
  }
  expect(openTask(routingReport, {})).toBeUndefined();
});

test("a judge that was shown nothing planted has no share, not one of nothing", () => {
  expect(judgeLines(routingReport)).toMatchObject([
    { believed: { text: "believed" }, seenThrough: "95.0%" },
    { believed: { text: "not believed" }, seenThrough: "–" },
  ]);
});

test("how much too good a judge takes answers for is told with its bounds, or as not known", () => {
  expect(judgeLines(routingReport)).toMatchObject([
    { tooGood: "8.1% (2.3% to 14.2%)", takenOff: "2.0%" },
    { tooGood: "not known", takenOff: "–" },
  ]);
});

test("how a judge agrees with people is told with its bound, and dashes where they have not met", () => {
  expect(judgeLines(routingReport)).toMatchObject([
    { pairs: "50", agreed: "84.0%", lowerBound: "74.1%", kappa: "0.62", note: "" },
    { pairs: "0", agreed: "–", lowerBound: "–", kappa: "–" },
  ]);
  const failed = {
    ...routingReport,
    judges: routingReport.judges.map((judge) => ({ ...judge, certifies: false })),
  };
  expect(judgeLines(failed)[0]?.note).toBe("its labels certify nothing");
  expect(feedbackText(routingReport)).toContain("4 words of people, by 1 key, are kept");
});

test("a task whose answers are looked at first says what stands", () => {
  const [faq] = routingReport.pools[0]?.fingerprints ?? [];
  if (faq === undefined) throw new Error("there is one");
  const looked = { ...faq, notches: [] };
  expect(linesOf(withPool({ fingerprints: [looked] }))?.[0]).toMatchObject({
    atDial: "64.0% of answers stand",
    atDialNote: "looked at first; quality at least 95.7%, by 410 labels",
  });
});

test("what went wrong is told with what it is about", () => {
  expect(troubleLines(routingReport)).toMatchObject([
    {
      what: "Newer labels do not certify a cheaper model any more: the reference answers these calls.",
      about: "support, task 01234567",
      note: "",
    },
  ]);
});

test("all that was left out of learning is counted", () => {
  const counts = Object.values(routingReport.labels);
  expect(
    labelFacts(routingReport)
      .map(({ value }) => Number(value))
      .toSorted((a, b) => a - b),
  ).toEqual(counts.toSorted((a, b) => a - b));
});
