import {
  divideRounded,
  formatDollars,
  parseDollars,
  picodollars,
  sum,
  ZERO,
} from "@headgate/money";
import { withoutTrailingZeros } from "./trailing-zeros.ts";

/** Prices of an hour have at most eight decimals: a picodollar has twelve. */
const LEAST = 10_000n;

/**
 * What an hour of a term costs in all: its hourly price, and what is paid at the start spread over its hours, rounded to eight
 * decimals of a dollar. Undefined where nothing is paid, or what is written is no amount.
 */
export function hourlyWithUpfront({
  hourly,
  upfront,
  hours,
}: Readonly<{
  hourly: string | undefined;
  upfront: string | undefined;
  hours: bigint;
}>): string | undefined {
  const amounts = [hourly, upfront].map((text) =>
    text === undefined ? ZERO : /^\d+(\.\d{1,12})?$/.test(text) ? parseDollars(text) : undefined,
  );
  const [each, atStart] = amounts;
  if (each === undefined || atStart === undefined || each + atStart === 0n) return undefined;
  const whole = sum([each, divideRounded(atStart, hours)]);
  return withoutTrailingZeros(formatDollars(picodollars(divideRounded(whole, LEAST) * LEAST)));
}
