import { type AlarmOn, counted, type ForecastReport } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { displayDollarsCompact, formatDollars, parseDollars, sum } from "@headgate/money";
import type { PriceProviders } from "../../insight/bills-beside-calls.ts";
import { forecast } from "../../insight/forecast.ts";
import { alarmRange } from "../alarm-range.ts";
import { isoRange, type Measured, measurementOver, notMeasured } from "./measured.ts";
import { decimalValue, isBeyondThreshold } from "./threshold.ts";

/**
 * Measures what the month (UTC) is expected to have cost at its end, with what is billed beyond calls where that is foretold. Where
 * calls are known for too few days, what they have cost so far stands beside it.
 */
export async function measureForecast(
  alarm: AlarmOn<"forecast">,
  ledger: Pick<LedgerStore, "report">,
  { nowMs, isFiring }: Readonly<{ nowMs: number; isFiring: boolean }>,
  providers: PriceProviders = {},
): Promise<Measured> {
  const range = alarmRange({ window: "month", time_zone: "UTC" }, nowMs);
  const report = await forecast(ledger, alarm.filter, nowMs, providers);
  const { forecasts, together } = report;
  const month = forecasts.find(({ period }) => period === "month");
  if (month === undefined) throw new TypeError("the planner forecasts months");
  const { totals } = await ledger.report("totals", { ...alarm.filter, ...isoRange(range) });
  const known = {
    calls: totals.calls,
    unpriced_attempts: totals.unpriced_attempts,
    simulated: parseDollars(totals.simulated_cost) > 0n,
  };
  const beyond = report.beyond_calls?.forecasts.find(({ period }) => period === "month");
  if (month.kind === "history_too_short") {
    const { needed_days: needed, known_days: days } = month;
    if (beyond?.kind !== "forecast") {
      const tooShort = `a forecast needs ${counted(needed, "day")} of calls, and ${counted(days, "is", "are")} known`;
      return notMeasured(range, `${tooShort}${leftOutText(report)}`, known);
    }
    const soFar = totals.effective_cost;
    const value = formatDollars(sum([beyond.expected, soFar].map((cost) => parseDollars(cost))));
    const ofCalls = `calls ${short(soFar)} so far, not foretold before ${counted(needed, "day")} of them are known, and ${counted(days, "is", "are")}`;
    const left = counted(beyond.days_left, "day is", "days are");
    return {
      measurement: measurementOver(range, {
        ...known,
        value,
        note: `${ofCalls}; ${left} left${beyondText(beyond)}${leftOutText(report)}`,
      }),
      isBeyond: isBeyondThreshold(alarm, decimalValue(value), isFiring),
    };
  }
  const { expected, interval, days_left: daysLeft, unknown_days: unknownDays } = month;
  const unknown =
    unknownDays === 0
      ? ""
      : `, ${counted(unknownDays, "day before is", "days before are")} not known yet`;
  const about =
    interval === null
      ? "an estimate without an interval"
      : `an estimate: ${short(interval.low)} to ${short(interval.high)} in ${Math.round(interval.coverage * 100)} of 100 cases`;
  const both = together?.find(({ period }) => period === "month");
  const value = both === undefined ? expected : both.expected;
  const ofCalls = both === undefined ? about : `calls ${short(expected)}, ${about}`;
  const days = `${counted(daysLeft, "day is", "days are")} left${unknown}`;
  return {
    measurement: measurementOver(range, {
      ...known,
      value,
      note: `${ofCalls}; ${days}${beyondText(beyond)}${leftOutText(report)}`,
    }),
    isBeyond: isBeyondThreshold(alarm, decimalValue(value), isFiring),
  };
}

/** What of bills is in the value. */
function beyondText(month: ForecastReport["forecasts"][number] | undefined): string {
  if (month === undefined) return "";
  return month.kind === "forecast"
    ? `; bills beyond calls ${short(month.expected)}`
    : "; bills beyond calls are not in it, their history is too short";
}

/** Which bills are not. Their dollars are those of the whole history, and say nothing of the month. */
function leftOutText({ bills_left_out: leftOut }: ForecastReport): string {
  if (leftOut === undefined) return "";
  const { because, providers } = leftOut;
  switch (because) {
    case "calls":
      return `; bills of the use of ${providers.join(", ")} are not in it, calls stand for them`;
    case "filter":
      return "; bills are not in it, with a filter calls alone are measured";
    case "hours":
      return "; bills are not in it, they tell days and not hours";
    default:
      return because satisfies never;
  }
}

const short = (dollars: string): string => displayDollarsCompact(parseDollars(dollars));
