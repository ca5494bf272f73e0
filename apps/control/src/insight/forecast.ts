import type { Filter, ForecastReport } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { formatDollars, type Picodollars, parseDollars, sum } from "@headgate/money";
import {
  type Forecast,
  forecastPeriod,
  forecastPeriods,
  type Interval,
  type SpendSeries,
} from "@headgate/planner";
import type { PriceProviders } from "./bills-beside-calls.ts";
import { spendSeries } from "./spend-series.ts";

const DAY_MS = 86_400_000;
/** Days of history that are read: more would only teach habits that are gone. */
const HISTORY_DAYS = 400;

type ForecastWire = ForecastReport["forecasts"][number];

/**
 * What will the month and the quarter have cost at their end? Calls are foretold, and beside them what bills tell that no
 * call can; bills alone where no call is known.
 *
 * @param providers the price book's names of configured providers, by which bills are read
 */
export async function forecast(
  ledger: Pick<LedgerStore, "report">,
  filter: Filter,
  nowMs: number,
  providers: PriceProviders = {},
): Promise<ForecastReport> {
  const historyMs = Math.floor(nowMs / DAY_MS - HISTORY_DAYS) * DAY_MS;
  const { series, unpriced, billed, beyond, leftOut } = await spendSeries(ledger, {
    filter,
    fromMs: historyMs,
    toMs: nowMs,
    grain: "day",
    nowMs,
    providers,
  });
  const { totals } = await ledger.report("totals", {
    ...filter,
    from: new Date(historyMs).toISOString(),
    to: new Date(nowMs).toISOString(),
  });
  // What bills will say of today nobody knows yet.
  const today = billed === undefined ? await spentToday(ledger, filter, nowMs) : undefined;
  const foretold = (of: SpendSeries, spentToday?: Picodollars): ForecastWire[] =>
    forecastPeriods.map((period) =>
      forecastWire(forecastPeriod(period, of.points, nowMs, spentToday)),
    );
  const forecasts = foretold(series, today);
  const ofBills = beyond === undefined ? undefined : foretold(beyond.series);
  return {
    forecasts,
    unpriced_attempts: unpriced,
    ...(billed !== undefined && { billed: billed.billed }),
    ...(beyond !== undefined &&
      ofBills !== undefined && {
        beyond_calls: { ...beyond.billed, forecasts: ofBills },
        together: addedUp(forecasts, ofBills),
      }),
    ...(leftOut !== undefined && { bills_left_out: leftOut }),
    history: { effective_cost: totals.effective_cost, simulated_cost: totals.simulated_cost },
  };
}

/** What calls and bills beyond them are expected to come to, for the periods that both foretell. */
function addedUp(
  ofCalls: readonly ForecastWire[],
  ofBills: readonly ForecastWire[],
): NonNullable<ForecastReport["together"]> {
  return ofCalls.flatMap((calls) => {
    const bills = ofBills.find(({ period }) => period === calls.period);
    if (calls.kind !== "forecast" || bills?.kind !== "forecast") return [];
    const both = sum([calls, bills].map(({ expected }) => parseDollars(expected)));
    return { period: calls.period, expected: formatDollars(both) };
  });
}

/** Priced spend of the day of UTC under way; what of it is unpriced, or has not come in yet, is not known. */
async function spentToday(
  ledger: Pick<LedgerStore, "report">,
  filter: Filter,
  nowMs: number,
): Promise<Picodollars | undefined> {
  const fromMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  if (fromMs === nowMs) return undefined;
  const { totals } = await ledger.report("totals", {
    ...filter,
    from: new Date(fromMs).toISOString(),
    to: new Date(nowMs).toISOString(),
  });
  return parseDollars(totals.effective_cost);
}

function forecastWire(found: Forecast): ForecastWire {
  const about = {
    period: found.period,
    start: new Date(found.startMs).toISOString(),
    end: new Date(found.endMs).toISOString(),
    spent: formatDollars(found.spent),
    unknown_days: found.unknownDays,
    days_left: found.daysLeft,
  };
  switch (found.kind) {
    case "history-too-short":
      return {
        ...about,
        kind: "history_too_short",
        needed_days: found.neededDays,
        known_days: found.knownDays,
      };
    case "forecast": {
      const { interval, wideInterval, backTest } = found;
      return {
        ...about,
        kind: "forecast",
        method: found.method,
        expected: formatDollars(found.expected),
        interval: intervalWire(interval),
        wide_interval: intervalWire(wideInterval),
        back_test:
          backTest === null
            ? null
            : {
                horizon_days: backTest.horizonDays,
                origins: backTest.origins,
                independent_origins: backTest.independentOrigins,
                mean_absolute_error: backTest.meanAbsoluteError,
                coverage: backTest.coverage,
              },
        reason: found.reason,
      };
    }
    default:
      return found satisfies never;
  }
}

const intervalWire = (interval: Interval | null) =>
  interval === null
    ? null
    : {
        low: formatDollars(interval.low),
        high: formatDollars(interval.high),
        coverage: interval.coverage,
      };
