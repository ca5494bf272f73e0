const PLACES = 12;
const ZERO = 0x30;
const POINT = 0x2e;
/** Ten times this and a digit are still exact in a double. */
const MOST = Math.floor((Number.MAX_SAFE_INTEGER - 9) / 10);

/**
 * An amount of dollars in picodollars as a number, exactly, where it is one of no more than fifteen digits
 * or so: up to $9,007, which is most of a ledger, without making a bigint. `undefined` says nothing about the text but
 * that `parseDollars` has to read it: it may be negative, larger, or no amount.
 */
export function smallPicodollars(text: string): number | undefined {
  let amount = 0;
  let places = -1;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at);
    if (sign === POINT && places === -1 && at > 0) {
      places = 0;
      continue;
    }
    const digit = sign - ZERO;
    if (digit < 0 || digit > 9 || amount > MOST) return undefined;
    amount = amount * 10 + digit;
    if (places !== -1) places += 1;
  }
  if (text.length === 0 || places === 0 || places > PLACES) return undefined;
  for (let missing = PLACES - Math.max(places, 0); missing > 0; missing -= 1) {
    if (amount > MOST) return undefined;
    amount *= 10;
  }
  return amount;
}
