/** Digits behind the point of a dollar: a trillionth is the smallest unit of the truth. */
const DECIMALS = 12;

/**
 * Exact arithmetic of the company's own, apart from the product's: what checks it must not share its faults.
 *
 * @returns how many units of 10^-`decimals` a decimal text is
 * @throws RangeError when it has more decimals
 */
export function unitsOf(decimal: string, decimals: number = DECIMALS): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal);
  const fraction = match?.[3] ?? "";
  if (match === null || fraction.length > decimals) {
    throw new RangeError(`${decimal} is no decimal number with at most ${decimals} decimals`);
  }
  const units = BigInt(`${match[2]}${fraction.padEnd(decimals, "0")}`);
  return match[1] === "-" ? -units : units;
}

/** Units of 10^-`decimals` as plain decimal text, without zeros at the end. */
export function decimalOf(units: bigint, decimals: number = DECIMALS): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** A price for many units as picodollars of one. Throws RangeError where that is no whole number. */
export function picodollarsPerUnit(price: string, per: number): bigint {
  const dollars = unitsOf(price);
  if (dollars % BigInt(per) !== 0n) {
    throw new RangeError(`${price} dollars for ${per} are no whole picodollars for one`);
  }
  return dollars / BigInt(per);
}

/** Dollars in the contract's wire form: always twelve decimals. */
export function wireDollars(units: bigint): string {
  const [whole = "0", fraction = ""] = decimalOf(units).split(".");
  return `${whole}.${fraction.padEnd(DECIMALS, "0")}`;
}
