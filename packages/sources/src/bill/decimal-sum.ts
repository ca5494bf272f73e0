type Scaled = Readonly<{ digits: bigint; places: number }>;

/** Reads what the contract's `decimalText` holds. */
function scaledOf(text: string): Scaled {
  const [whole = "", fraction = ""] = text.split(".");
  return { digits: BigInt(whole + fraction), places: fraction.length };
}

function textOf({ digits, places }: Scaled): string {
  const isNegative = digits < 0n;
  const size = String(isNegative ? -digits : digits).padStart(places + 1, "0");
  const point = size.length - places;
  const fraction = size.slice(point).replace(/0+$/, "");
  const plain = fraction === "" ? size.slice(0, point) : `${size.slice(0, point)}.${fraction}`;
  return isNegative ? `-${plain}` : plain;
}

/** The exact sum of decimals as text, of any number of places: bills have more than twelve. */
export const addDecimals = (first: string, ...others: readonly string[]): string =>
  textOf(others.map(scaledOf).reduce(added, scaledOf(first)));

/** The exact difference of two decimals as text. */
export const subtractDecimals = (from: string, what: string): string => {
  const { digits, places } = scaledOf(what);
  return textOf(added(scaledOf(from), { digits: -digits, places }));
};

/** The exact product of two decimals as text. */
export const multiplyDecimals = (left: string, right: string): string =>
  textOf(productOf([left, right]));

/** Whether one product of decimals is no more than `factor` times the other, and no less than its `factor`th part. */
export function areWithinFactor(
  left: readonly string[],
  right: readonly string[],
  factor: bigint,
): boolean {
  const [one, other] = [left, right].map(productOf) as [Scaled, Scaled];
  const places = Math.max(one.places, other.places);
  const [a, b] = [widened(one, places), widened(other, places)];
  return a <= b * factor && a * factor >= b;
}

/** Whether the contract's decimals hold a number: what is longer is none that a bill means. */
export const isKeptDecimal = (text: string): boolean => text.length <= 80;

/** Whether a decimal as text is nothing but zeros. */
export const isZeroDecimal = (text: string): boolean => !/[1-9]/.test(text);

function added(left: Scaled, right: Scaled): Scaled {
  const places = Math.max(left.places, right.places);
  return { digits: widened(left, places) + widened(right, places), places };
}

const productOf = (factors: readonly string[]): Scaled =>
  factors.map(scaledOf).reduce((one, other) => ({
    digits: one.digits * other.digits,
    places: one.places + other.places,
  }));

const widened = ({ digits, places: has }: Scaled, places: number): bigint =>
  has === places ? digits : digits * 10n ** BigInt(places - has);
