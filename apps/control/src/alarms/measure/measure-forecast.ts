import { type AlarmOn, counted } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { forecast } from "../../insight/forecast.ts";
import { alarmRange } from "../alarm-range.ts";
import { isoRange, type Measured, measurementOver, notMeasured } from "./measured.ts";
import { decimalValue, isBeyondThreshold } from "./threshold.ts";

/** Measures what the month (UTC) is expected to have cost at its end. */
export async function measureForecast(
  alarm: AlarmOn<"forecast">,
  ledger: Pick<LedgerStore, "report">,
  { nowMs, isFiring }: Readonly<{ nowMs: number; isFiring: boolean }>,
): Promise<Measured> {
  const range = alarmRange({ window: "month", time_zone: "UTC" }, nowMs);
  const { forecasts } = await forecast(ledger, alarm.filter, nowMs);
  const month = forecasts.find(({ period }) => period === "month");
  if (month === undefined) throw new TypeError("the planner forecasts months");
  const { totals } = await ledger.report("totals", { ...alarm.filter, ...isoRange(range) });
  const known = {
    calls: totals.calls,
    unpriced_attempts: totals.unpriced_attempts,
    simulated: parseDollars(totals.simulated_cost) > 0n,
  };
  if (month.kind === "history_too_short") {
    const { needed_days: needed, known_days: days } = month;
    return notMeasured(
      range,
      `a forecast needs ${counted(needed, "day")} of calls, and ${counted(days, "is", "are")} known`,
      known,
    );
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
  return {
    measurement: measurementOver(range, {
      ...known,
      value: expected,
      note: `${about}; ${counted(daysLeft, "day is", "days are")} left${unknown}`,
    }),
    isBeyond: isBeyondThreshold(alarm, decimalValue(expected), isFiring),
  };
}

const short = (dollars: string): string => displayDollarsCompact(parseDollars(dollars));
