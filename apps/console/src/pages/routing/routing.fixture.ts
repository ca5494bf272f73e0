import type { RoutingReport } from "@headgate/contract";

const DEAR = "openai/gpt-4o";
const CHEAP = "openai/gpt-4o-mini";

/** Constructed: one policy whose promise of 95 % is certified for one of its two tasks. */
export const routingReport: RoutingReport = {
  notches: [0.8, 0.85, 0.9, 0.95, 0.98, 1],
  least_labels: 300,
  pools: [
    {
      policy: "support",
      mode: "on",
      models: [DEAR, CHEAP],
      quality: 0.95,
      quality_configured: 0.95,
      budget_per_day: null,
      within_ms: 3000,
      day_one: "tiers",
      cascade: "not_streamed",
      fingerprints: [
        {
          fingerprint: "0123456789abcdef",
          task: "faq",
          calls: 1_000,
          moved: 410,
          judged: 400,
          undecided: 0,
          models: [
            {
              ...{ model: DEAR, labels: 280.25, mean_quality: 1, is_too_slow: false },
              seen: { attempts: 100, failed: 2, median_ms: 1840, p95_ms: 4210 },
            },
            {
              ...{ model: CHEAP, labels: 280.25, mean_quality: 0.9625, is_too_slow: true },
              seen: { attempts: 12, failed: 0, median_ms: null, p95_ms: null },
            },
          ],
          notches: [
            {
              quality: 0.9,
              certified: { saved: 0.62, estimate: 0.93, lower_bound: 0.905, labels: 400 },
            },
            {
              quality: 0.95,
              certified: { saved: 0.41, estimate: 0.975, lower_bound: 0.956, labels: 400 },
            },
            { quality: 0.98, certified: null },
          ],
          frontier: [
            { saved: 0.2, estimate: 0.99, lower_bound: 0.98 },
            { saved: 0.41, estimate: 0.975, lower_bound: 0.955 },
            { saved: 0.62, estimate: 0.93, lower_bound: 0.9 },
          ],
          answers: [
            {
              model: CHEAP,
              judged: 420,
              certified: {
                scope: "fingerprint",
                threshold: 0.71,
                accepted: 0.64,
                estimate: 0.98,
                lower_bound: 0.957,
                labels: 410,
              },
            },
          ],
          day_one: null,
          dominated: [],
          new_models: [],
          watched: [
            {
              ...{ model: CHEAP, tries: 40, tries_failed: 1, served: 90, served_failed: 9 },
              out_since: "2026-11-29T09:00:00.000Z",
            },
          ],
        },
        {
          fingerprint: "",
          task: null,
          calls: 0,
          moved: 0,
          judged: 120,
          undecided: 25,
          models: [
            { model: DEAR, labels: 120, mean_quality: 1, seen: null, is_too_slow: false },
            { model: CHEAP, labels: 0, mean_quality: null, seen: null, is_too_slow: false },
          ],
          notches: [
            { quality: 0.9, certified: null },
            { quality: 0.95, certified: null },
            { quality: 0.98, certified: null },
          ],
          frontier: [],
          answers: [{ model: CHEAP, judged: 40, certified: null }],
          day_one: {
            why: "assumed",
            tier: "budget",
            reason: "it looks like faq: a question; models of tier budget are assumed to do it",
          },
          dominated: [],
          new_models: [],
          watched: [],
        },
      ],
    },
  ],
  labels: {
    sampled: 520,
    learned: 515,
    not_judged: 3,
    unreadable: 1,
    dropped: 0,
    failed: 1,
    judge_not_believed: 2,
    feedback: 4,
    feedback_refused: 5,
  },
  judges: [
    {
      model: "openai/gpt-4.1",
      believed: true,
      planted: 40,
      seen_through: 0.95,
      people: {
        ...{ pairs: 50, heard: 50, agreed: 0.84, lower_bound: 0.741, kappa: 0.62 },
        ...{ least_pairs: 30, least_bound: 0.6 },
      },
      optimism: {
        ...{ estimate: 0.0812, at_least: 0.0231, at_most: 0.1422 },
        references: 60,
      },
      ...{ subtracted: 0.02, one_key: false },
      certifies: true,
    },
    {
      model: "openai/gpt-4.1-nano",
      believed: false,
      planted: 0,
      seen_through: 0,
      people: {
        ...{ pairs: 0, heard: 0, agreed: null, lower_bound: null, kappa: null },
        ...{ least_pairs: 30, least_bound: 0.6 },
      },
      optimism: null,
      ...{ subtracted: 0, one_key: false },
      certifies: true,
    },
  ],
  feedback: {
    kept: 4,
    keys: 1,
    by_key: [
      { key_id: "key_1", calls: 4, mean_quality: 0.75, last_at: "2026-11-29T10:00:00.000Z" },
    ],
  },
  troubles: [
    {
      kind: "certificate_lost",
      at: "2026-11-29T09:00:00.000Z",
      policy: "support",
      fingerprint: "0123456789abcdef",
      model: null,
      note: null,
    },
  ],
};

/** The report with its only pool changed. */
export const withPool = (change: Partial<RoutingReport["pools"][number]>): RoutingReport => ({
  ...routingReport,
  pools: routingReport.pools.map((pool) => ({ ...pool, ...change })),
});
