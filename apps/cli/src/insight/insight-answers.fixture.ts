import type {
  AnomaliesReport,
  ChangeWire,
  DriversReport,
  ForecastReport,
  KpisReport,
} from "@headgate/contract";

const NONE = "0.000000000000";
const before = { from: "2026-10-01T00:00:00.000Z", to: "2026-11-01T00:00:00.000Z" };
const after = { from: "2026-11-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z" };
const change: ChangeWire = {
  before: "10.000000000000",
  after: "12.000000000000",
  change: "2.000000000000",
  parts: {
    volume: "3.000000000000",
    model_mix: NONE,
    tokens_per_call: NONE,
    cache: "-1.000000000000",
    price: NONE,
    other: NONE,
    new: NONE,
    gone: NONE,
  },
};

/** Constructed answers of the API about what history says. */
export const insightAnswers: Readonly<Record<string, unknown>> = {
  "/api/drivers": {
    by: "team",
    before,
    after,
    total: change,
    drivers: [{ value: "support", ...change }],
    others: {
      ...change,
      before: NONE,
      after: NONE,
      change: NONE,
      parts: { ...change.parts, volume: NONE, cache: NONE },
    },
    unpriced_attempts: { before: 0, after: 2 },
  } satisfies DriversReport,
  "/api/anomalies": {
    ...after,
    grain: "day",
    judgement: {
      kind: "judged",
      anomalies: [
        {
          start: "2026-11-05T00:00:00.000Z",
          end: "2026-11-06T00:00:00.000Z",
          direction: "above",
          slice: null,
          cost: "30.000000000000",
          expected: "10.000000000000",
          excess: "20.000000000000",
          deviations: 9,
          cause: { kind: "unknown", reason: "no usual span of the four weeks before is known" },
        },
      ],
      points: [
        {
          start: "2026-11-05T00:00:00.000Z",
          cost: "30.000000000000",
          expected: "10.000000000000",
          low: "8.000000000000",
          high: "12.000000000000",
          anomalous: "above",
        },
      ],
      judged_points: 30,
      expected_false: 0.09,
    },
  } satisfies AnomaliesReport,
  "/api/forecast": {
    forecasts: [
      {
        period: "month",
        start: after.from,
        end: after.to,
        spent: "5.000000000000",
        unknown_days: 0,
        days_left: 3,
        kind: "history_too_short",
        needed_days: 28,
        known_days: 4,
      },
    ],
    unpriced_attempts: 0,
  } satisfies ForecastReport,
  "/api/kpis": {
    before,
    after,
    kpis: [
      {
        name: "gpu_utilisation",
        title: "GPU utilisation",
        definition: "Busy ÷ there",
        unit: "ratio",
        target: "above 70 %",
        kind: "unknown",
        reason: "no GPU metric was read",
        needs: "GPU metrics",
      },
    ],
    simulated_cost: { before: "0.000000000000", after: "0.250000000000" },
  } satisfies KpisReport,
};
