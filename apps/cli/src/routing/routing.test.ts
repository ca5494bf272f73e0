import type { RoutingReport } from "@headgate/contract";
import { expect, test } from "vitest";
import { readNotch } from "./read-notch.ts";
import { readWorth } from "./read-worth.ts";
import { renderRouting } from "./render-routing.ts";

const labels = {
  sampled: 0,
  learned: 0,
  not_judged: 0,
  unreadable: 0,
  dropped: 0,
  failed: 0,
  judge_not_believed: 0,
  feedback: 0,
  feedback_refused: 0,
};

const feedback = { kept: 0, keys: 0, by_key: [] };

test("a dial is turned to one of its notches, or back to the configuration; else the notches are named", () => {
  expect(readNotch("0.95")).toBe(0.95);
  expect(readNotch("1")).toBe(1);
  expect(readNotch("configured")).toBeNull();
  expect(() => readNotch("0.97")).toThrow("one of 0.8, 0.85, 0.9, 0.95, 0.98, 1");
});

test("what an answer was worth is up, down or a share; nothing else", () => {
  expect(readWorth("up")).toEqual({ rating: "up" });
  expect(readWorth("0.25")).toEqual({ quality: 0.25 });
  for (const wrong of ["", "1.2", "-1", "good", "NaN"]) {
    expect(() => readWorth(wrong)).toThrow("expected up, down or a number");
  }
});

test("nothing routed says how to begin", () => {
  const report: RoutingReport = {
    ...{ pools: [], notches: [], least_labels: 300, labels, judges: [] },
    ...{ feedback, troubles: [] },
  };
  expect(renderRouting(report, 100)).toContain("mode: shadow");
});

test("a judge that was not tried yet saw through no share of nothing", () => {
  const people = {
    ...{ pairs: 0, heard: 0, agreed: null, lower_bound: null, kappa: null },
    ...{ least_pairs: 30, least_bound: 0.6 },
  };
  const tried = { model: "openai/gpt-4.1", planted: 0, seen_through: 0 };
  const judge = { ...tried, people, optimism: null, subtracted: 0, one_key: false };
  const report: RoutingReport = {
    pools: [
      {
        ...{ policy: "support", mode: "shadow", models: ["openai/gpt-4o"], fingerprints: [] },
        ...{ quality: 0.95, quality_configured: 0.95, budget_per_day: null, within_ms: null },
        ...{ day_one: "reference", cascade: "never" },
      },
    ],
    ...{ notches: [0.95], least_labels: 300, labels, feedback, troubles: [] },
    judges: [{ ...judge, believed: false, certifies: true }],
  };
  const text = renderRouting(report, 160);
  expect(text).toContain("is not believed: no planted pair was shown to it yet; people");
  expect(text).toContain("; how much too good it takes answers for is not known.");
  expect(text).not.toContain("0.0 %");
});

test("a policy of so many dollars a day promises nothing, and no column tells of a dial", () => {
  const report: RoutingReport = {
    pools: [
      {
        ...{ policy: "support", mode: "on", models: ["openai/gpt-4o", "openai/gpt-4o-mini"] },
        ...{ quality: 0.95, quality_configured: 0.95, budget_per_day: "25", within_ms: null },
        ...{ day_one: "reference", cascade: "never" },
        fingerprints: [
          {
            ...{ fingerprint: "", task: "faq", calls: 3, moved: 1, judged: 0, undecided: 0 },
            ...{ models: [], frontier: [], dominated: [], new_models: [], watched: [] },
            day_one: null,
            notches: [{ quality: 0.95, certified: null }],
            answers: [{ model: "openai/gpt-4o-mini", judged: 400, certified: null }],
          },
        ],
      },
    ],
    ...{ notches: [0.95], least_labels: 300, labels, judges: [], feedback, troubles: [] },
  };
  const text = renderRouting(report, 160);
  expect(text).toContain(
    "Policy support (on) may spend $25.00 a day at each gateway, nothing promised; the reference is openai/gpt-4o; cheaper: openai/gpt-4o-mini.",
  );
  expect(text).toMatch(/^Task +Calls +Moved +Judged$/m);
  expect(text).toContain("the checks alone: no threshold keeps 0.95 of the quality.");
  expect(text).not.toContain("promises");
  expect(text).not.toContain("certified");
});

test("a task says what its labels certify at the dial, and which promise is the boldest that is kept", () => {
  const certified = { saved: 0.62, estimate: 0.99, lower_bound: 0.955, labels: 400 };
  const report: RoutingReport = {
    pools: [
      {
        policy: "support",
        mode: "on",
        models: ["openai/gpt-4o", "openai/gpt-4o-mini"],
        quality: 0.95,
        quality_configured: 0.95,
        budget_per_day: null,
        within_ms: 3000,
        day_one: "tiers",
        cascade: "not_streamed",
        fingerprints: [
          {
            fingerprint: "abcdefghijkl",
            task: null,
            calls: 1000,
            moved: 600,
            judged: 400,
            undecided: 0,
            models: [],
            frontier: [],
            dominated: [
              {
                model: "openai/gpt-4o",
                by: "openai/gpt-4o-mini",
                is_reference: true,
                calls: 2,
                cost: "0.020000000000",
                by_cost: "0.001000000000",
                quality_at_most: 0.7,
                by_quality_at_least: 0.8,
                labels: 300,
                by_labels: 310,
              },
            ],
            new_models: [
              {
                model: "openai/gpt-6-luna",
                standing: "on_trial",
                reason: "4 of 30 trials",
                tried: 4,
                needed: 30,
                trial_share: 0.2,
                asked: 5,
                expected_cost: "0.000500000000",
                unpriced: 0,
              },
            ],
            watched: [
              {
                ...{ model: "openai/gpt-4o-mini", tries: 40, tries_failed: 1 },
                ...{ served: 90, served_failed: 9, out_since: "2026-11-29T09:00:00.000Z" },
              },
              {
                ...{ model: null, tries: 0, tries_failed: 0, served: 0, served_failed: 0 },
                out_since: null,
              },
            ],
            notches: [
              { quality: 0.8, certified: null },
              { quality: 0.95, certified },
              { quality: 1, certified: null },
            ],
            answers: [
              {
                ...{ model: "openai/gpt-4o-mini", judged: 500 },
                certified: {
                  ...{ scope: "fingerprint", threshold: 0.625, accepted: 0.74 },
                  ...{ estimate: 0.98, lower_bound: 0.951, labels: 500 },
                },
              },
            ],
            day_one: null,
          },
          {
            fingerprint: "",
            task: "faq",
            calls: 3,
            moved: 0,
            judged: 0,
            undecided: 25,
            models: [],
            frontier: [],
            dominated: [],
            new_models: [],
            watched: [],
            notches: [{ quality: 0.95, certified: null }],
            answers: [{ model: "openai/gpt-4o-mini", judged: 12, certified: null }],
            day_one: { why: "assumed", tier: "budget", reason: "it looks like faq" },
          },
        ],
      },
    ],
    notches: [0.95],
    least_labels: 300,
    labels: { ...labels, sampled: 50, learned: 48 },
    judges: [
      {
        ...{ model: "openai/gpt-4.1", believed: false, planted: 8, seen_through: 0.25 },
        people: {
          ...{ pairs: 40, heard: 40, agreed: 0.5, lower_bound: 0.374, kappa: null },
          ...{ least_pairs: 30, least_bound: 0.6 },
        },
        optimism: {
          ...{ estimate: 0.0812, at_least: 0.0231, at_most: 0.1422 },
          references: 60,
        },
        ...{ subtracted: 0.02, one_key: false },
        certifies: false,
      },
    ],
    feedback: { ...feedback, kept: 40, keys: 2 },
    troubles: [
      {
        ...{ kind: "judge_failed", at: "2026-11-29T09:00:00.000Z", policy: null },
        ...{ fingerprint: null, model: "openai/gpt-4.1", note: "it saw through 25 %" },
      },
    ],
  };
  const text = renderRouting(report, 160);
  expect(text).toContain("yes: 62.0 % saved, quality at least 95.5 %");
  expect(text).toContain("not certified");
  expect(text).toContain("abcdefgh");
  expect(text).toContain(
    "Judge openai/gpt-4.1 is not believed: it saw through 25.0 % of 8 planted pairs; people agree on 50.0 % of 40 answers (at least 37.4 %, kappa unknown); as people have it, it takes them for 8.1 % too good (2.3 % to 14.2 %), and certificates take off 2.0 %. Its labels certify nothing.",
  );
  expect(text).toContain(
    "abcdefgh: answers of openai/gpt-4o-mini, 500 judged, are held to a probability above 0.63 (by labels of its fingerprint): 74.0 % given, quality at least 95.1 %.",
  );
  expect(text).toContain(
    "faq: answers of openai/gpt-4o-mini, 12 judged, are held to the checks alone until 300 labels.",
  );
  expect(text).toContain(
    "faq: 25 calls that nobody could judge; a certificate counts them as if the cheaper models had failed.",
  );
  expect(text).toContain("faq: assumed that tier budget does: it looks like faq.");
  expect(
    renderRouting(
      { ...report, judges: report.judges.map((judge) => ({ ...judge, planted: 0 })) },
      160,
    ),
  ).toContain("is not believed: no planted pair was shown to it yet; people agree on 50.0 %");
  expect(text).toContain("0 refused; 40 kept, by 2 keys.");
  expect(text).toContain(
    "abcdefgh: openai/gpt-4o-mini is out of force since 2026-11-29T09:00:00.000Z: 9 of 90 answers that clients got failed checks, of its tries 1 of 40; the reference answers until its tries are good again.",
  );
  expect(text).not.toContain("what is certified is out of force");
  expect(text).toContain(
    "2026-11-29T09:00:00.000Z openai/gpt-4.1: A judge is not believed: its labels certify nothing. (it saw through 25 %)",
  );
  expect(text).toContain(
    "abcdefgh: openai/gpt-4o is dominated by openai/gpt-4o-mini: $0.020000 against $0.001000 on 2 calls, quality at most 70.0 % against at least 80.0 %; it is the reference and answers on.",
  );
  expect(text).toContain(
    "abcdefgh: openai/gpt-6-luna is new (on trial): 4 of 30 trials; asked beside on 20.0 % of calls. Asked 5 times for its trial, which was expected to cost $0.000500.",
  );
});
