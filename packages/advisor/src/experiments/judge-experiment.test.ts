import { expect, test } from "vitest";
import { daysOf, sessionsOf } from "./experiment-days.fixture.ts";
import { experimentDetailOf, isProven, judgeExperiment } from "./judge-experiment.ts";

const judge = (...days: Parameters<typeof judgeExperiment>[1]) => {
  const found = judgeExperiment("faq/output", days);
  if (found === undefined) throw new Error("nothing was judged");
  return found;
};

test("what saves beyond chance while answers stay as good is proven, in exact sums", () => {
  const found = judge(
    daysOf("treated", sessionsOf(9_000, { cost: 800n })),
    daysOf("held_out", sessionsOf(1_500, { cost: 1_000n })),
  );

  expect(found).toMatchObject({
    verdict: "saves",
    lever: "output",
    shares: [0.1],
    simulated: false,
    cost_per_call: { estimate: "-0.000000000200" },
    // 9,000 calls, 200 picodollars each.
    saved: { estimate: "0.000001800000" },
    arms: {
      treated: { units: 9_000, calls: 9_000, unpriced_calls: 0, cost: "0.000007200000" },
      held_out: { duration_ms_per_call: 1_000, failures_per_call: 0, outcomes: 0 },
    },
  });
  expect(found.quality.map(({ measure, verdict }) => [measure, verdict])).toEqual([
    ["failures", "non_inferior"],
    ["outcomes", "not_known"],
    ["feedback", "not_known"],
  ]);
  expect(isProven(found)).toBe(true);
});

test("what saves is not proven before failures are known to stay within their margin", () => {
  const found = judge(
    daysOf("treated", sessionsOf(900, { cost: 800n })),
    daysOf("held_out", sessionsOf(110, { cost: 1_000n })),
  );

  expect(found.verdict).toBe("saves");
  expect(found.reason).toContain("failures");
  expect(isProven(found)).toBe(false);
});

test("more failures than chance explains are worse, whatever is saved", () => {
  const found = judge(
    daysOf("treated", sessionsOf(5_000, { cost: 100n, failed: 1_000 })),
    daysOf("held_out", sessionsOf(500, { cost: 1_000n, failed: 20 })),
  );

  expect(found.verdict).toBe("worse");
  expect(found.quality[0]).toMatchObject({ measure: "failures", verdict: "worse" });
  expect(isProven(found)).toBe(false);
});

test("fewer accepted outcomes are worse too", () => {
  const outcomes = (count: number, accepted: number) =>
    sessionsOf(count, { cost: 10n }).map((session, index) => ({
      ...session,
      outcomes: index < accepted ? 1n : 0n,
    }));
  const found = judge(
    daysOf("treated", outcomes(4_000, 2_000)),
    daysOf("held_out", outcomes(1_000, 800)),
  );

  expect(found.quality[1]).toMatchObject({ measure: "outcomes", verdict: "worse" });
  expect(found.arms.treated.accepted_per_outcome).toBe(0.5);
});

test("what people think of answers is a mean from 0 to 1, and less of it is worse", () => {
  const rated = (count: number, quality: bigint) =>
    sessionsOf(count, { cost: 10n }).map((session, index) => ({
      ...session,
      feedback: quality + BigInt((index % 5) * 1_000),
    }));
  const found = judge(
    daysOf("treated", rated(900, 500_000n)),
    daysOf("held_out", rated(300, 800_000n)),
  );

  expect(found.quality[2]).toMatchObject({ measure: "feedback", verdict: "worse" });
  expect(found.quality[2]?.difference?.estimate).toBeCloseTo(-0.3, 6);
  expect(found.arms.held_out.feedback_mean).toBeCloseTo(0.802, 6);
});

test("feedback that was all alike so far is not known for certain: somebody may yet think otherwise", () => {
  const rated = (count: number, quality: bigint) =>
    sessionsOf(count, { cost: 10n }).map((session) => ({ ...session, feedback: quality }));
  const alike = judge(
    daysOf("treated", rated(110, 1_000_000n)),
    daysOf("held_out", rated(110, 1_000_000n)),
  );

  const { difference, verdict } = alike.quality[2] ?? {};
  expect(difference?.estimate).toBe(0);
  // As wide as shares of so many sessions that were all alike are.
  expect(difference?.high).toBeCloseTo(Number(alike.quality[0]?.difference?.high), 12);
  expect(verdict).toBe("not_known");
});

test("a small arm says nothing, and a call without a known cost is counted in no cost", () => {
  const found = judge(
    daysOf("treated", [...sessionsOf(500, { cost: 10n }), { duration: 1n, failures: 0n }]),
    daysOf("held_out", sessionsOf(99, { cost: 10n })),
  );

  expect(found).toMatchObject({
    verdict: "too_early",
    cost_per_call: null,
    saved: null,
    arms: { treated: { calls: 501, unpriced_calls: 1 } },
  });
});

test("sessions of a share with too few in an arm are in no difference and no saving, and that is told", () => {
  const found = judge(
    daysOf("treated", sessionsOf(1_000, { cost: 800n })),
    daysOf("held_out", sessionsOf(200, { cost: 1_000n })),
    daysOf("treated", sessionsOf(500, { cost: 1n }), { share: 0.01 }),
    daysOf("held_out", sessionsOf(3, { cost: 1n }), { share: 0.01 }),
  );

  expect(Number(found.cost_per_call?.estimate)).toBeCloseTo(-200e-12, 14);
  expect(Number(found.saved?.estimate)).toBeCloseTo(200e-9, 10);
  expect(found.arms.treated.units).toBe(1_500);
  expect(found.reason).toContain("Not compared: 503 sessions");
});

test("where no share has enough in both arms, it is too early for all of them", () => {
  const ofShare = (share: number) => [
    daysOf("treated", sessionsOf(500, { cost: 800n }), { share }),
    daysOf("held_out", sessionsOf(15, { cost: 1_000n }), { share }),
  ];
  const shares = Array.from({ length: 10 }, (_, index) => (index + 1) / 100);

  const found = judge(...shares.flatMap(ofShare));
  expect(found).toMatchObject({ verdict: "too_early", saved: null });
  expect(found.reason).toContain("Not compared: 5,150 sessions");
  expect(judge(...ofShare(0.1)).reason).toMatch(/^The smaller arm has 15 sessions[^:]*$/u);
});

test("simulated calls beside real ones are in no figure, and alone they are told as simulated", () => {
  const simulated = daysOf("treated", sessionsOf(7, { cost: 10n }), { simulated: true });

  expect(judge(simulated, daysOf("held_out", sessionsOf(3, { cost: 10n })))).toMatchObject({
    simulated: false,
    simulated_left_out: 7,
    arms: { treated: { calls: 0 } },
  });
  expect(judge(simulated)).toMatchObject({ simulated: true, simulated_left_out: 0 });
});

test("calls that a cache of ours answered are in no saving of another lever", () => {
  const hits = Array.from({ length: 1_000 }, () => ({ cost: 800n, failures: 0n }));
  const found = judge(
    daysOf("treated", [...sessionsOf(1_000, { cost: 800n }), ...hits]),
    daysOf("held_out", sessionsOf(200, { cost: 1_000n })),
  );

  // 200 picodollars on each of the 1,000 that were paid for.
  expect(Number(found.saved?.estimate)).toBeCloseTo(200e-9, 10);
});

test("the interval over time begins where enough is known, and ends at what is told", () => {
  const days = Array.from({ length: 6 }, (_, day) => [
    daysOf("treated", sessionsOf(300, { cost: 800n }), { day }),
    daysOf("held_out", sessionsOf(40, { cost: 1_000n }), { day }),
  ]).flat();
  const found = experimentDetailOf("faq/output", days);

  expect(found?.over_time.map(({ day }) => day)).toEqual([
    "2026-10-03",
    "2026-10-04",
    "2026-10-05",
    "2026-10-06",
  ]);
  expect(found?.over_time.at(-1)).toEqual({ day: "2026-10-06", ...found?.cost_per_call });
  expect(experimentDetailOf("faq/output", [])).toBeUndefined();
});
