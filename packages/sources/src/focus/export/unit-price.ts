const PLACES = 12;

type Scaled = Readonly<{ digits: bigint; places: number }>;

/**
 * The price of one unit, such that price × quantity, rounded to twelve places, is the cost. A cost that was
 * rounded to a picodollar a call has no shorter price: it is given as many places as that takes.
 * @returns undefined for a quantity of nothing
 */
export function unitPriceOf(cost: string, quantity: string): string | undefined {
  const [amount, count] = [scaledOf(cost), scaledOf(quantity)];
  if (count.digits === 0n) return undefined;
  const magnitude = count.digits < 0n ? -count.digits : count.digits;
  const places = Math.max(PLACES, amount.places) + String(magnitude).length;
  // amount ÷ count = digits × 10^(count.places − amount.places) ÷ count.digits
  const shift = places + count.places - amount.places;
  const scaled = amount.digits * 10n ** BigInt(shift);
  const half = magnitude / 2n;
  const absolute = ((scaled < 0n ? -scaled : scaled) + half) / magnitude;
  const isNegative = scaled < 0n !== count.digits < 0n && absolute !== 0n;
  return `${isNegative ? "-" : ""}${textOf(absolute, places)}`;
}

function scaledOf(text: string): Scaled {
  const [whole = "", fraction = ""] = text.split(".");
  return { digits: BigInt(whole + fraction), places: fraction.length };
}

function textOf(digits: bigint, places: number): string {
  const padded = digits.toString().padStart(places + 1, "0");
  const fraction = padded.slice(-places).replace(/0+$/, "");
  return fraction === "" ? padded.slice(0, -places) : `${padded.slice(0, -places)}.${fraction}`;
}
