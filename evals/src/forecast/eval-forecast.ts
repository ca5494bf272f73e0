import { printTable } from "@headgate/bench/result";
import { picodollars, sum } from "@headgate/money";
import { forecastPeriod, type SpendPoint } from "@headgate/planner";
import { loadPriceBook } from "@headgate/pricing";
import { lookUpPrices, type SettingName, sampleCompany } from "@headgate/simulator";
import type { Evaluation } from "../evaluation.ts";

const DAY_MS = 86_400_000;
const FROM = "2026-01-01";
const DAYS = 334;
const SCALE = 0.01;
const COMPANIES = 12;
/** Days on which the month's end is asked for: at the beginning, a third into it and two thirds into it. */
const ASKED_ON = [1, 11, 21];
/** Months of 2026, counted from 0: those with enough history before, and a true end. */
const MONTHS = [4, 5, 6, 7, 8, 9, 10];
/**
 * Seeds that nothing was chosen by. How intervals are worked out was chosen by the seeds 501 to 508 of the known setting
 * and 1,501 to 1,508 of the held-out one.
 */
const firstSeed: Readonly<Record<SettingName, number>> = { known: 2_501, held_out: 3_501 };

type Asked = Readonly<{
  setting: SettingName;
  held: boolean;
  heldWide: boolean;
  /** Of the sum that was still to come, of 1. */
  error: number;
  /** The error that the forecast stated of its past. */
  stated: number;
}>;

/**
 * Holds forecasts of month ends against what constructed companies then spent, launches, planted changes and all: how
 * often the intervals hold the true sum, and whether the stated error is the true one.
 *
 * @param companies how many companies of each setting
 */
export async function evalForecast(companies: number = COMPANIES): Promise<Evaluation> {
  const price = lookUpPrices(loadPriceBook().records);
  const asked: Asked[] = [];
  for (const setting of ["known", "held_out"] as const) {
    for (let index = 0; index < companies; index += 1) {
      const seed = firstSeed[setting] + index;
      process.stderr.write(`  ${setting} ${index + 1} of ${companies} companies …\n`);
      const company = sampleCompany({ setting, seed, days: DAYS, scale: SCALE, from: FROM, price });
      const points: SpendPoint[] = [];
      for (const ofDay of company.days()) {
        const startMs = Date.parse(`${FROM}T00:00:00Z`) + points.length * DAY_MS;
        points.push({ startMs, cost: sum(ofDay.map((call) => picodollars(call.picodollars))) });
      }
      for (const month of MONTHS) {
        for (const day of ASKED_ON) asked.push(...ask(setting, points, Date.UTC(2026, month, day)));
      }
    }
  }
  const summaries = (["known", "held_out"] as const).map((setting) =>
    summaryOf(
      setting,
      asked.filter((one) => one.setting === setting),
    ),
  );
  printTable("Forecasts of month ends", summaries);
  return {
    figures: { companies, days: DAYS, scale: SCALE, summaries },
    targets: summaries.flatMap((summary) => {
      const words = summary.setting === "known" ? "known setting" : "held-out setting";
      return [
        band(`${words}: true sums within the 80 % interval`, summary.held_80, 0.72, 0.92),
        band(`${words}: true sums within the 95 % interval`, summary.held_95, 0.9, 0.995),
        {
          what: `${words}: true mean error over the stated one`,
          value: summary.error_over_stated,
          target: "≤ 1.5",
          met: summary.error_over_stated <= 1.5,
        },
      ];
    }),
  };
}

function ask(setting: SettingName, points: readonly SpendPoint[], nowMs: number): readonly Asked[] {
  const past = points.filter(({ startMs }) => startMs < nowMs);
  const forecast = forecastPeriod("month", past, nowMs);
  if (forecast.kind !== "forecast") return [];
  const { interval, wideInterval, backTest, expected, spent, startMs, endMs } = forecast;
  if (interval === null || wideInterval === null || backTest === null) return [];
  const actual = sum(
    points.flatMap((point) =>
      point.startMs >= startMs && point.startMs < endMs && point.cost !== null ? [point.cost] : [],
    ),
  );
  const isIn = ({ low, high }: NonNullable<typeof interval>) => actual >= low && actual <= high;
  return [
    {
      setting,
      held: isIn(interval),
      heldWide: isIn(wideInterval),
      error: Math.abs(Number(expected - actual) / Number(actual - spent)),
      stated: backTest.meanAbsoluteError,
    },
  ];
}

function summaryOf(setting: SettingName, asked: readonly Asked[]) {
  const mean = (of: (one: Asked) => number): number =>
    asked.reduce((total, one) => total + of(one), 0) / asked.length;
  const error = mean((one) => one.error);
  const stated = mean((one) => one.stated);
  const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
  return {
    setting,
    asked: asked.length,
    held_80: rounded(mean(({ held }) => (held ? 1 : 0))),
    held_95: rounded(mean(({ heldWide }) => (heldWide ? 1 : 0))),
    mean_error: rounded(error),
    stated_error: rounded(stated),
    error_over_stated: rounded(error / stated),
  };
}

const band = (
  what: string,
  value: number,
  from: number,
  to: number,
): Evaluation["targets"][number] => ({
  what,
  value,
  target: `${from} to ${to}`,
  met: value >= from && value <= to,
});
