import {
  anomaliesReport,
  changeParts,
  driversReport,
  forecastReport,
  kpisReport,
} from "@headgate/contract";
import { expect, test } from "vitest";
import { insightAnswers } from "./insight-answers.fixture.ts";
import { renderAnomalies } from "./render-anomalies.ts";
import { renderDrivers } from "./render-drivers.ts";
import { renderForecast } from "./render-forecast.ts";
import { renderKpis } from "./render-kpis.ts";

const view = { timeZone: "UTC", width: 160 };
const NONE = "0.000000000000";
const day = (date: number) => `2026-11-${String(date).padStart(2, "0")}T00:00:00.000Z`;
const change = (parts: Readonly<Record<string, string>>, total: string) => ({
  before: "10.000000000000",
  after: "12.000000000000",
  change: total,
  parts: { ...Object.fromEntries(changeParts.map((part) => [part, NONE])), ...parts },
});

test("drivers are a row each with only the parts that moved, and what is unpriced is said", () => {
  const moved = change({ price: "3.000000000000", cache: "-1.000000000000" }, "2.000000000000");
  const page = renderDrivers(
    driversReport.parse({
      by: "team",
      before: { from: day(1), to: day(8) },
      after: { from: day(8), to: day(15) },
      total: moved,
      drivers: [{ value: null, ...moved }],
      others: change({}, NONE),
      unpriced_attempts: { before: 1, after: 2000 },
    }),
    { ...view, simulated: { before: NONE, after: NONE } },
  );

  expect(page).toContain("(no team)");
  expect(page).toMatch(/change +cache +price\n/);
  expect(page).toMatch(/total +\$10\.00 +\$12\.00 +\+\$2\.00 +−\$1\.00 +\+\$3\.00/);
  expect(page).toContain("1 attempt before and 2,000 after");
});

test("drivers and anomalies say how much of the cost behind them is simulated, where any is", () => {
  const drivers = driversReport.parse(insightAnswers["/api/drivers"]);
  const anomalies = anomaliesReport.parse(insightAnswers["/api/anomalies"]);
  const simulated = { before: NONE, after: "2.500000000000" };

  expect(renderDrivers(drivers, { ...view, simulated })).toContain(
    "Simulated: $0.00 of the cost before and $2.50 of that after.",
  );
  expect(renderAnomalies(anomalies, { ...view, simulated: simulated.after })).toContain(
    "$2.50 of the cost in this time is simulated.",
  );
  const none = { ...view, simulated: { before: NONE, after: NONE } };
  expect(renderDrivers(drivers, none)).not.toContain("imulated");
  expect(renderAnomalies(anomalies, { ...view, simulated: NONE })).not.toContain("imulated");
});

test("an anomaly names its cause, and no anomaly says how many points were judged", () => {
  const about = { from: day(1), to: day(20), grain: "day" } as const;
  const anomaly = {
    start: day(5),
    end: day(6),
    slice: null,
    direction: "above",
    cost: "30.000000000000",
    expected: "10.000000000000",
    excess: "20.000000000000",
    deviations: 9,
    cause: {
      kind: "named",
      dimension: "team",
      values: ["search", null],
      within: null,
      share: 0.9,
      part: "tokens_per_call",
      amount: "19.000000000000",
      compared_with: { from: day(1), to: day(2) },
    },
  };
  const page = (anomalies: readonly unknown[]) =>
    renderAnomalies(
      anomaliesReport.parse({
        ...about,
        judgement: {
          kind: "judged",
          anomalies,
          points: [],
          judged_points: 19,
          expected_false: 0.057,
        },
      }),
      { ...view, simulated: NONE },
    );

  expect(page([anomaly])).toContain("team search, (none): tokens per call");
  const sliced = {
    ...anomaly,
    slice: { dimension: "feature", value: "draft" },
    cause: {
      ...anomaly.cause,
      dimension: "feature",
      values: ["draft"],
      within: { dimension: "customer", value: "acme" },
    },
  };
  expect(page([sliced])).toMatch(/feature draft +tokens per call, customer acme/);
  expect(page([sliced])).toContain(
    "Feature draft cost $20.00 more than the usual $10.00 because of more tokens per call, most of it at customer acme.",
  );
  expect(page([])).toMatch(/^No anomaly\. 19 days judged; by chance, up to 0\.06/);
  expect(
    renderAnomalies(
      anomaliesReport.parse({
        ...about,
        judgement: { kind: "history_too_short", needed_days: 29, known_days: 3 },
      }),
      { ...view, simulated: NONE },
    ),
  ).toBe("Too short a history: 29 days are needed, 3 are known.");
});

const history = { effective_cost: "900.000000000000", longer_lines: 0, longer_cost: NONE };

test("what is billed beyond calls is told apart from them, and so is what no figure has", () => {
  const judged = { kind: "judged", points: [], judged_points: 19, expected_false: 0.057 };
  const anomaly = {
    ...{ start: day(5), end: day(6), of: "bills", direction: "above" },
    slice: { dimension: "service_name", value: "Amazon SageMaker" },
    ...{ cost: "30.000000000000", expected: "10.000000000000", excess: "20.000000000000" },
    deviations: 9,
    cause: {
      ...{ kind: "named", dimension: "service_name", values: ["Amazon SageMaker"], share: 1 },
      within: { dimension: "sub_account", value: "1111" },
      ...{ part: "volume", amount: "19.000000000000" },
      compared_with: { from: day(1), to: day(2) },
    },
  };
  const leftOut = { effective_cost: "7.000000000000", lines: 2, providers: ["openai"] };
  const page = renderAnomalies(
    anomaliesReport.parse({
      ...{ from: day(1), to: day(20), grain: "day" },
      judgement: { ...judged, anomalies: [] },
      beyond_calls: { ...history, judgement: { ...judged, anomalies: [anomaly] } },
      bills_left_out: { ...leftOut, because: "calls" },
    }),
    { ...view, simulated: NONE },
  );

  expect(page).toMatch(/^No anomaly\. 19 days judged/);
  expect(page).toContain("Beyond calls: what bills tell that no call can");
  expect(page).toMatch(/bills, service Amazon SageMaker +quantity, account 1111/);
  expect(page).toContain(
    "Bills, service Amazon SageMaker cost $20.00 more than the usual $10.00 because of a larger quantity, most of it at account 1111.",
  );
  expect(page).toContain("Bills of this time, $7.00 in 2 lines, of the use of openai, are in no");
});

test("a forecast of bills beyond calls stands behind that of calls, and both are added up", () => {
  const about = { period: "month", start: day(1), end: "2026-12-01T00:00:00.000Z" } as const;
  const forecast = {
    ...about,
    ...{ spent: "5.000000000000", unknown_days: 2, days_left: 3, kind: "forecast" },
    ...{ method: "usual-weekday", interval: null, wide_interval: null, back_test: null },
    reason: null,
  };
  const page = renderForecast(
    forecastReport.parse({
      forecasts: [{ ...forecast, expected: "9.000000000000" }],
      unpriced_attempts: 0,
      beyond_calls: {
        ...history,
        known_until: day(9),
        forecasts: [{ ...forecast, expected: "1000.000000000000" }],
      },
      together: [{ period: "month", expected: "1009.000000000000" }],
      bills_left_out: { ...{ because: "filter", lines: 1 }, effective_cost: NONE, providers: [] },
    }),
  );

  expect(page).toContain("$900.00 by days (UTC), known up to 2026-11-09.");
  expect(page).toMatch(/, bills beyond calls[\s\S]*Expected {6}\$1,000\.00/);
  expect(page).toContain("together: $1,009.00 expected of the month.");
  expect(page).toContain("with a filter calls alone are told");
});

test("drivers of bills say quantity, and that they are not added to those of calls", () => {
  const drivers = driversReport.parse(insightAnswers["/api/drivers"]);
  const { unpriced_attempts: _, ...changes } = drivers;
  const bills = {
    ...{ ...changes, by: "service_name" as const },
    ...{ lines_across: 1, lines_in_other_currencies: 0, things_left_out: 0 },
  };
  const page = renderDrivers(
    { ...drivers, bills: [bills] },
    { ...view, simulated: { before: NONE, after: NONE } },
  );

  expect(page).toContain("Lines of bills, by service.");
  expect(page).toContain("not to be added to the drivers of calls");
  expect(page).toContain("1 line reaches over an edge");
  expect(page).toMatch(/\nservice +before +after +change +quantity/);
});

test("a forecast that rests on simulated calls says so", () => {
  const rendered = (simulated_cost: string) =>
    renderForecast({
      forecasts: [],
      unpriced_attempts: 0,
      history: { effective_cost: "7.000000000000", simulated_cost },
    });

  expect(rendered("2.000000000000")).toBe(
    "Of the $7.00 of history that this rests on, $2.00 is simulated.",
  );
  expect(rendered(NONE)).toBe("");
});

test("a forecast says how far off it was in the past, or why it has no interval", () => {
  const about = {
    period: "month",
    start: day(1),
    end: "2026-12-01T00:00:00.000Z",
    spent: "5.000000000000",
    unknown_days: 2,
    days_left: 3,
  };
  const page = renderForecast(
    forecastReport.parse({
      forecasts: [
        {
          ...about,
          kind: "forecast",
          method: "usual-weekday",
          expected: "9.000000000000",
          interval: { low: "8.000000000000", high: "10.000000000000", coverage: 0.8 },
          wide_interval: { low: "7.000000000000", high: "12.000000000000", coverage: 0.95 },
          back_test: {
            horizon_days: 3,
            origins: 40,
            independent_origins: 13,
            mean_absolute_error: 0.052,
            coverage: 0.78,
          },
          reason: null,
        },
        { ...about, kind: "history_too_short", needed_days: 28, known_days: 4 },
      ],
      unpriced_attempts: 7,
    }),
  );

  expect(page).toContain("$9.00, between $8.00 and $10.00 (80.0 % of cases)");
  expect(page).toContain("between $7.00 and $12.00 (95.0 % of cases)");
  expect(page).toContain("off by 5.2 % on average, 3 days ahead, asked on 40 days");
  expect(page).toContain("28 days are needed, 4 are known");
  expect(page).toContain("Spent so far  $5.00, 2 days not known yet, 3 days left");
  expect(page).toContain("7 unpriced attempts");
});

test("a KPI that is not known is unknown, not zero, and says what it needs", () => {
  const about = { definition: "", unit: "ratio", target: "above 70 %" } as const;
  const page = renderKpis(
    kpisReport.parse({
      before: { from: day(1), to: day(8) },
      after: { from: day(8), to: day(15) },
      simulated_cost: { before: NONE, after: "2.500000000000" },
      kpis: [
        {
          ...about,
          name: "gpu_utilisation",
          title: "GPU utilisation",
          kind: "unknown",
          reason: "no GPU metric was read",
          needs: "GPU metrics",
        },
        {
          ...about,
          name: "cache_hit_rate",
          title: "Cache hit rate",
          kind: "known",
          value: "0.312500000000",
          before: null,
          trend: null,
          is_better: null,
          is_on_target: false,
          note: null,
        },
      ],
    }),
    120,
  );

  expect(page).toMatch(/GPU utilisation +unknown/);
  expect(page).toMatch(/Cache hit rate +31\.3 % +unknown +above 70 % +no/);
  expect(page).toContain("GPU utilisation: no GPU metric was read. Needs GPU metrics.");
  expect(page).toContain("$2.50 of the cost behind these is simulated.");
});
