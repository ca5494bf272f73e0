import type { AlarmConfig, AlarmMeasurement, Totals, UnjudgedReason } from "@headgate/contract";
import { divideRounded, formatDollars, parseDollars } from "@headgate/money";
import { rollingHours } from "./alarm-range.ts";

/** What was measured, and whether it is beyond the threshold; undefined where that cannot be said. */
export type Measured = Readonly<{ measurement: AlarmMeasurement; isBeyond: boolean | undefined }>;

/** As {@link parseDollars} reads a decimal: twelve places. */
const SCALE = 1_000_000_000_000n;
/** The places in which a ratio is shown. */
const RATIO_PLACES = 6;

/** A value as a fraction, its numerator scaled: compared exactly, and rounded only to be shown. */
type Value = Readonly<{ numerator: bigint; denominator: bigint; text: string | null }>;

/** Holds the sums over an alarm's calls against its threshold, exactly. */
export function measureAlarm(
  alarm: AlarmConfig,
  totals: Totals,
  range: Readonly<{ fromMs: number; toMs: number }>,
): Measured {
  const value = measuredValue(alarm, totals);
  const isBeyond = isBeyondThreshold(alarm, value);
  const unjudged = unjudgedReason(alarm, totals, value, isBeyond);
  return {
    measurement: {
      at: new Date(range.toMs).toISOString(),
      from: new Date(range.fromMs).toISOString(),
      to: new Date(range.toMs).toISOString(),
      value: value.text,
      calls: totals.calls,
      unpriced_attempts: totals.unpriced_attempts,
      simulated: parseDollars(totals.simulated_cost) > 0n,
      unjudged: unjudged ?? null,
    },
    isBeyond: unjudged === undefined ? isBeyond : undefined,
  };
}

function measuredValue({ on, window }: AlarmConfig, totals: Totals): Value {
  switch (on) {
    case "spend":
      return {
        numerator: parseDollars(totals.effective_cost),
        denominator: 1n,
        text: totals.effective_cost,
      };
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
      return ratio(totals.unpriced_attempts, totals.attempts);
    case "errors":
      return ratio(totals.failed_attempts, totals.attempts);
    case "cache_hits":
      return ratio(totals.cache_read_tokens, totals.input_tokens);
    default:
      return on satisfies never;
  }
}

function ratio(part: number, whole: number): Value {
  const numerator = BigInt(part) * SCALE;
  const denominator = BigInt(whole);
  if (whole === 0) return { numerator, denominator, text: null };
  const shown = (BigInt(part) * 10n ** BigInt(RATIO_PLACES)) / denominator;
  const digits = shown.toString().padStart(RATIO_PLACES + 1, "0");
  return {
    numerator,
    denominator,
    text: `${digits.slice(0, -RATIO_PLACES)}.${digits.slice(-RATIO_PLACES)}`,
  };
}

function isBeyondThreshold({ above, below }: AlarmConfig, value: Value): boolean {
  if (above !== undefined) return value.numerator > parseDollars(above) * value.denominator;
  if (below !== undefined) return value.numerator < parseDollars(below) * value.denominator;
  throw new TypeError("an alarm without a threshold");
}

function unjudgedReason(
  alarm: AlarmConfig,
  totals: Totals,
  value: Value,
  isBeyond: boolean,
): UnjudgedReason | undefined {
  if (totals.calls < alarm.min_calls) return "too_few_calls";
  if (value.denominator === 0n) return "nothing_to_measure";
  // Known spend is the least that was spent: beyond `above` for certain, but below anything only perhaps.
  const isCost = alarm.on === "spend" || alarm.on === "spend_rate";
  const isPerhaps = alarm.below !== undefined && isBeyond && totals.unpriced_attempts > 0;
  return isCost && isPerhaps ? "cost_unknown" : undefined;
}
