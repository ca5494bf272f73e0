import { type PriceRecord, tokenBuckets } from "@headgate/contract";
import { displayDollars, multiply, type Picodollars, parseDollars } from "@headgate/money";

const MILLION = 1_000_000;
const SHOWN_DECIMALS = 12;
const TOKENS: ReadonlySet<string> = new Set(tokenBuckets);

/**
 * A price as it is usually quoted: dollars for a million tokens, e.g. `$0.15`, and other units by what
 * they are sold by, e.g. `$10.00 / 1,000`.
 */
export function quote(record: Pick<PriceRecord, "component" | "price" | "per">): string {
  const price = parseDollars(record.price);
  if (!TOKENS.has(record.component)) {
    return `${trimmed(price)} / ${record.per.toLocaleString("en-US")}`;
  }
  if (MILLION % record.per !== 0)
    return `${trimmed(price)} / ${record.per.toLocaleString("en-US")}`;
  return trimmed(multiply(price, MILLION / record.per));
}

/** All decimals that are there, at least two. */
const trimmed = (price: Picodollars): string =>
  displayDollars(price, SHOWN_DECIMALS).replace(/(\.\d\d\d*?)0+$/, "$1");
