import type { FigureAlarm, Totals, UnjudgedReason } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { divideRounded, formatDollars, parseDollars, picodollars } from "@headgate/money";
import { alarmRange, rollingHours } from "../alarm-range.ts";
import { isoRange, type Measured, type MsRange, measurementOver } from "./measured.ts";
import { decimalValue, isBeyondThreshold, ratioValue, type Value } from "./threshold.ts";

type Retries = Readonly<{ cost: bigint; unpricedAttempts: number }>;

/** Measures a figure of calls over the alarm's window. */
export async function measureFigure(
  alarm: FigureAlarm,
  ledger: Pick<LedgerStore, "report">,
  { nowMs, isFiring }: Readonly<{ nowMs: number; isFiring: boolean }>,
): Promise<Measured> {
  const range = alarmRange(alarm, nowMs);
  const query = { ...alarm.filter, ...isoRange(range) };
  const { totals } = await ledger.report("totals", query);
  const isOfRetries = alarm.on === "retry_cost" || alarm.on === "retry_share";
  const retries = isOfRetries ? await ledger.report("retry-cost", query) : undefined;
  return judgeFigure(alarm, { totals, retries, range, isFiring });
}

/** Holds the sums over an alarm's calls against its threshold, exactly. */
export function judgeFigure(
  alarm: FigureAlarm,
  found: Readonly<{
    totals: Totals;
    retries: Retries | undefined;
    range: MsRange;
    isFiring: boolean;
  }>,
): Measured {
  const { totals, retries, range, isFiring } = found;
  const value = figureOf(alarm, totals, retries);
  const isBeyond = isBeyondThreshold(alarm, value, isFiring);
  const unpriced = unpricedOf(alarm, totals, retries);
  const unjudged = unjudgedReason(alarm, totals.calls, { value, isBeyond, unpriced });
  return {
    measurement: measurementOver(
      range,
      {
        value: value.text,
        calls: totals.calls,
        unpriced_attempts: unpriced,
        simulated: parseDollars(totals.simulated_cost) > 0n,
      },
      unjudged,
    ),
    isBeyond: unjudged === undefined ? isBeyond : undefined,
  };
}

/** Attempts whose cost is missing from the value. */
const unpricedOf = ({ on }: FigureAlarm, totals: Totals, retries: Retries | undefined): number =>
  on === "retry_cost" && retries !== undefined
    ? retries.unpricedAttempts
    : totals.unpriced_attempts;

function figureOf(
  { on, window }: FigureAlarm,
  totals: Totals,
  retries: Retries | undefined,
): Value {
  const retryCost = (): bigint => {
    if (retries === undefined) throw new TypeError("the cost of retries was not asked for");
    return retries.cost;
  };
  switch (on) {
    case "spend":
      return decimalValue(totals.effective_cost);
    case "spend_rate": {
      if (window === "day" || window === "month") throw new TypeError(`no rate over a ${window}`);
      const cost = parseDollars(totals.effective_cost);
      const hours = BigInt(rollingHours[window]);
      return {
        numerator: cost,
        denominator: hours,
        text: formatDollars(divideRounded(cost, hours)),
      };
    }
    case "unpriced":
      return ratioValue(BigInt(totals.unpriced_attempts), BigInt(totals.attempts));
    case "errors":
      return ratioValue(BigInt(totals.failed_attempts), BigInt(totals.attempts));
    case "cache_hits":
      return ratioValue(BigInt(totals.cache_read_tokens), BigInt(totals.input_tokens));
    case "retry_cost": {
      const cost = retryCost();
      return { numerator: cost, denominator: 1n, text: formatDollars(picodollars(cost)) };
    }
    case "retry_share":
      return ratioValue(retryCost(), parseDollars(totals.effective_cost));
    default:
      return on satisfies never;
  }
}

function unjudgedReason(
  alarm: FigureAlarm,
  calls: number,
  { value, isBeyond, unpriced }: Readonly<{ value: Value; isBeyond: boolean; unpriced: number }>,
): UnjudgedReason | undefined {
  if (calls < alarm.min_calls) return "too_few_calls";
  if (value.denominator === 0n) return "nothing_to_measure";
  // A share of a spend that is not fully known can be off to either side.
  if (alarm.on === "retry_share" && unpriced > 0) return "cost_unknown";
  // Known spend is the least that was spent: beyond `above` for certain, but below anything only perhaps.
  const isCost = alarm.on === "spend" || alarm.on === "spend_rate" || alarm.on === "retry_cost";
  const isPerhaps = alarm.below !== undefined && isBeyond && unpriced > 0;
  return isCost && isPerhaps ? "cost_unknown" : undefined;
}
