import type { PriceRecord } from "@headgate/contract";
import { type Fraction, roundTogether } from "@headgate/money";
import type { Charge, PricedLine } from "../charge.ts";
import { DAY_MS } from "../day-number.ts";
import { fitsPattern } from "../name-pattern.ts";
import type { PriceBook } from "../price-book.ts";
import type { NegotiatedRate, Overlays } from "./compiled-overlays.ts";

export type OverlayInput = Readonly<{
  charge: Charge;
  overlays: Overlays;
  /** The configured provider's name, which an overlay may also be for. */
  providerName?: string;
  /** When the call was made, milliseconds since the epoch. */
  atMs: number;
}>;

/** A line's costs before rounding, and the overlays that made them. */
type LineCosts = Readonly<{
  names: readonly string[];
  contracted: Fraction;
  effective: Fraction;
  billed: Fraction;
}>;

/**
 * What the operator's contracts make of a charge at list prices, by FOCUS's meanings:
 * contracted = negotiated rate, or list less all discounts; effective = contracted less what a commitment
 * takes off; billed = effective, or 0 for usage that was paid in advance. Exact until each of the three
 * totals is rounded once, half away from zero; the lines get the largest remainders, so that they add up.
 *
 * A charge that is not known stays unknown, and one that no overlay concerns is returned as it is.
 */
export function applyOverlays(book: PriceBook, input: OverlayInput): Charge {
  const { charge, overlays } = input;
  if (overlays.none) return charge;
  if (charge.listCost === undefined || charge.lines.length === 0) return charge;
  const costs = charge.lines.map((line) => costsOf(line, book.record(line.priceRecord), input));
  if (costs.every(({ names }) => names.length === 0)) return charge;
  const contracted = roundTogether(costs.map((cost) => cost.contracted));
  const effective = roundTogether(costs.map((cost) => cost.effective));
  const billed = roundTogether(costs.map((cost) => cost.billed));
  const lines = charge.lines.map((line, index): PricedLine => {
    const names = costs[index]?.names ?? [];
    const [contractedCost, effectiveCost, billedCost] = [contracted, effective, billed].map(
      ({ parts }) => parts[index],
    );
    if (names.length === 0 || contractedCost === undefined) return line;
    if (effectiveCost === undefined || billedCost === undefined) return line;
    return { ...line, overlay: { names, contractedCost, effectiveCost, billedCost } };
  });
  return {
    ...charge,
    contractedCost: contracted.total,
    effectiveCost: effective.total,
    billedCost: billed.total,
    lines,
  };
}

function costsOf(
  line: PricedLine,
  record: PriceRecord | undefined,
  { overlays, atMs, providerName }: OverlayInput,
): LineCosts {
  const list = { numerator: line.listCost as bigint, denominator: 1n };
  if (record === undefined) return { names: [], contracted: list, effective: list, billed: list };
  const day = Math.floor(atMs / DAY_MS);
  const concerned = (
    overlay: Pick<Overlays["discounts"][number], "firstDay" | "endDay" | "appliesTo">,
  ): boolean =>
    day >= overlay.firstDay &&
    day < overlay.endDay &&
    concerns(overlay.appliesTo, line, record, providerName);

  const names: string[] = [];
  let contracted: Fraction = list;
  const rate = overlays.rates.find(
    (one) => unitPriceFor(one, line, record) !== undefined && concerned(one),
  );
  const unitPrice = rate === undefined ? undefined : unitPriceFor(rate, line, record);
  if (rate !== undefined && unitPrice !== undefined) {
    names.push(rate.name);
    contracted = { numerator: BigInt(line.quantity) * unitPrice, denominator: 1n };
  } else {
    // Discounts take each their share of what the others leave, so their order does not matter.
    for (const discount of overlays.discounts) {
      if (!concerned(discount)) continue;
      names.push(discount.name);
      contracted = times(contracted, discount.keeps);
    }
  }
  const commitment = overlays.commitments.find(concerned);
  if (commitment === undefined) {
    return { names, contracted, effective: contracted, billed: contracted };
  }
  names.push(commitment.name);
  const effective = times(contracted, commitment.keeps);
  const billed = commitment.prepaid ? { numerator: 0n, denominator: 1n } : effective;
  return { names, contracted, effective, billed };
}

const times = (amount: Fraction, share: Fraction): Fraction => ({
  numerator: amount.numerator * share.numerator,
  denominator: amount.denominator * share.denominator,
});

/** A negotiated price is for one list price: that of the same component and the same prompt length. */
const unitPriceFor = (
  { aboveInputTokens, unitPrices }: NegotiatedRate,
  line: PricedLine,
  record: PriceRecord,
): bigint | undefined => {
  if ((record.threshold?.above_input_tokens ?? 0) !== aboveInputTokens) return undefined;
  return unitPrices[line.component] ?? unitPrices[record.component];
};

function concerns(
  { provider, model, tier, components }: Overlays["discounts"][number]["appliesTo"],
  line: PricedLine,
  record: PriceRecord,
  providerName: string | undefined,
): boolean {
  if (provider !== undefined) {
    const named = providerName !== undefined && fitsPattern(provider, providerName);
    if (!named && !fitsPattern(provider, record.provider)) return false;
  }
  if (model !== undefined && !fitsPattern(model, record.model)) return false;
  if (tier !== undefined && tier !== record.tier) return false;
  return (
    components === undefined ||
    components.includes(line.component) ||
    components.includes(record.component)
  );
}
