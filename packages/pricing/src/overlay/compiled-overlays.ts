import type { Overlay, UsageComponent } from "@headgate/contract";
import type { Fraction, Picodollars } from "@headgate/money";
import { dayNumberOf } from "../day-number.ts";
import { unitPriceOf } from "../unit-price.ts";

/** Overlays that act on a call; credits act on periods (`apply-credits.ts`). */
type CallOverlay = Exclude<Overlay, { kind: "credit" }>;
type Scoped = Readonly<{
  name: string;
  appliesTo: Overlay["applies_to"];
  /** First day on which it holds, and the first on which it no longer does. */
  firstDay: number;
  endDay: number;
  /** How narrowly it is described: how many of provider, model, tier and components it names. */
  specificity: number;
}>;

type Discount = Scoped & Readonly<{ keeps: Fraction }>;
export type NegotiatedRate = Scoped &
  Readonly<{
    aboveInputTokens: number;
    unitPrices: Readonly<Partial<Record<UsageComponent, Picodollars>>>;
  }>;
type Commitment = Scoped & Readonly<{ keeps: Fraction; prepaid: boolean }>;

/** Overlays made ready to act on charges; made once a configuration. */
export type Overlays = Readonly<{
  /** True when none of them acts on calls. */
  none: boolean;
  discounts: readonly Discount[];
  rates: readonly NegotiatedRate[];
  commitments: readonly Commitment[];
}>;

const PERCENT_DECIMALS = 6;
const WHOLE = 100n * 10n ** BigInt(PERCENT_DECIMALS);

/** Makes the overlays of a configuration ready to act on charges. */
export function compileOverlays(overlays: readonly Overlay[]): Overlays {
  const discounts: Discount[] = [];
  const rates: NegotiatedRate[] = [];
  const commitments: Commitment[] = [];
  for (const overlay of overlays) {
    switch (overlay.kind) {
      case "discount":
        discounts.push({ ...scopedOf(overlay), keeps: keptAfter(overlay.percent) });
        break;
      case "rate":
        rates.push({
          ...scopedOf(overlay),
          aboveInputTokens: overlay.above_input_tokens ?? 0,
          unitPrices: {
            ...unitPricesOf(overlay.per_million_tokens, 1_000_000),
            ...unitPricesOf(overlay.per_thousand, 1000),
          },
        });
        break;
      case "commitment":
        commitments.push({
          ...scopedOf(overlay),
          keeps: keptAfter(overlay.percent),
          prepaid: overlay.prepaid,
        });
        break;
      case "credit":
        break;
      default:
        overlay satisfies never;
    }
  }
  // Of several that could hold, the first is taken: the narrower, then the one that began later.
  const narrowestFirst = (left: Scoped, right: Scoped): number =>
    right.specificity - left.specificity || right.firstDay - left.firstDay;
  rates.sort(narrowestFirst);
  commitments.sort(narrowestFirst);
  const none = discounts.length + rates.length + commitments.length === 0;
  return { none, discounts, rates, commitments };
}

const scopedOf = (overlay: CallOverlay): Scoped => ({
  name: overlay.name,
  appliesTo: overlay.applies_to,
  firstDay: dayNumberOf(overlay.valid_from),
  endDay: overlay.valid_to === undefined ? Number.POSITIVE_INFINITY : dayNumberOf(overlay.valid_to),
  specificity: Object.values(overlay.applies_to).filter((part) => part !== undefined).length,
});

/** What is left of a price after a percentage of it is taken off, exactly. */
const keptAfter = (percent: string): Fraction => {
  const [whole = "", decimals = ""] = percent.split(".");
  const off = BigInt(whole + decimals.padEnd(PERCENT_DECIMALS, "0"));
  return { numerator: WHOLE - off, denominator: WHOLE };
};

const unitPricesOf = (
  prices: Readonly<Partial<Record<UsageComponent, string>>> | undefined,
  per: number,
): Partial<Record<UsageComponent, Picodollars>> =>
  Object.fromEntries(
    Object.entries(prices ?? {}).map(([component, price]) => [component, unitPriceOf(price, per)]),
  );
