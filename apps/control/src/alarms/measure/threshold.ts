import { type AlarmConfig, alarmThresholds } from "@headgate/contract";
import { parseDollars } from "@headgate/money";

/** As {@link parseDollars} reads a decimal: twelve places. */
const SCALE = 1_000_000_000_000n;
/** The places in which a ratio is shown. */
const RATIO_PLACES = 6;

/** A value as a fraction, its numerator scaled: compared exactly, and rounded only to be shown. */
export type Value = Readonly<{ numerator: bigint; denominator: bigint; text: string | null }>;

/** Money, or any decimal with twelve places. */
export const decimalValue = (text: string): Value => ({
  numerator: parseDollars(text),
  denominator: 1n,
  text,
});

/** A part of a whole; its text is cut to six places, and null where the whole is nothing. */
export function ratioValue(part: bigint, whole: bigint): Value {
  const numerator = part * SCALE;
  if (whole === 0n) return { numerator, denominator: whole, text: null };
  const magnitude = part < 0n ? -part : part;
  const shown = (magnitude * 10n ** BigInt(RATIO_PLACES)) / whole;
  const digits = shown.toString().padStart(RATIO_PLACES + 1, "0");
  const sign = part < 0n && shown > 0n ? "-" : "";
  const text = `${sign}${digits.slice(0, -RATIO_PLACES)}.${digits.slice(-RATIO_PLACES)}`;
  return { numerator, denominator: whole, text };
}

/**
 * Whether a value is beyond an alarm's threshold. While the alarm fires, `clear` takes the threshold's
 * place, so that a value that wavers about the threshold does not begin and end again and again.
 *
 * @throws TypeError for an alarm without a threshold
 */
export function isBeyondThreshold(alarm: AlarmConfig, value: Value, isFiring: boolean): boolean {
  const { above, below, clear } = alarmThresholds(alarm);
  const limit = (threshold: string): bigint =>
    parseDollars(isFiring && clear !== undefined ? clear : threshold) * value.denominator;
  if (above !== undefined) return value.numerator > limit(above);
  if (below !== undefined) return value.numerator < limit(below);
  throw new TypeError("an alarm without a threshold");
}
