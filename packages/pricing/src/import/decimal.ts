const NUMBER = /^(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;
const PLACES = 6;

/**
 * Dollars out of a catalogue's number: `value × 10^exponent` as a decimal string with at most six places.
 * Works on the shortest text of the number, so nothing is multiplied in floating point. Binary noise of a
 * catalogue's own arithmetic (2.9999999999999997) is rounded away when it is below a billionth of the
 * price; a price that truly has more than six places is not rounded: undefined.
 */
export const shiftDecimal = (value: number, exponent: number): string | undefined => {
  const match = NUMBER.exec(String(value));
  if (match === null) return undefined;
  const [, whole = "", fraction = "", power = "0"] = match;
  const digits = BigInt(whole + fraction);
  const scale = fraction.length - Number(power) - exponent;
  if (scale <= PLACES) return format(digits * 10n ** BigInt(PLACES - scale));
  const divisor = 10n ** BigInt(scale - PLACES);
  const rounded = (digits + divisor / 2n) / divisor;
  const error = rounded * divisor - digits;
  const magnitude = error < 0n ? -error : error;
  return magnitude * 1_000_000_000n <= digits ? format(rounded) : undefined;
};

const format = (millionths: bigint): string => {
  const text = millionths.toString().padStart(PLACES + 1, "0");
  const fraction = text.slice(-PLACES).replace(/0+$/, "");
  const whole = text.slice(0, -PLACES);
  return fraction === "" ? whole : `${whole}.${fraction}`;
};
