import type { Confidence, UsageComponent } from "@headgate/contract";
import { type Picodollars, ZERO } from "@headgate/money";

/** One priced component: `listCost` is `quantity` × `unitPrice`, exactly. */
export type PricedLine = Readonly<{
  /** The model whose usage this is, where it is not the one that answered. */
  model?: string;
  component: UsageComponent;
  quantity: number;
  /** Price of one token, search or other unit. */
  unitPrice: Picodollars;
  listCost: Picodollars;
  /** Id of the price record that gave the unit price. */
  priceRecord: string;
  /** What overlays made of the line; absent where none acted, and its costs are then all list cost. */
  overlay?: LineOverlay;
}>;

/** The overlays that acted on a line, by name, and its costs after them. */
type LineOverlay = Readonly<{
  names: readonly string[];
  contractedCost: Picodollars;
  effectiveCost: Picodollars;
  billedCost: Picodollars;
}>;

/**
 * Priced usage. The four costs carry FOCUS's meanings and are absent together when the confidence is
 * `unknown`; the lines then hold what could be priced.
 */
export type Charge = Readonly<{
  confidence: Confidence;
  listCost?: Picodollars;
  contractedCost?: Picodollars;
  effectiveCost?: Picodollars;
  billedCost?: Picodollars;
  lines: readonly PricedLine[];
  /** Why a cost is less than exact, not known, or nothing. */
  reason?: string;
}>;

/** The four costs at list prices: what they are until overlays act (`overlay/apply-overlays.ts`). */
export const costsAtList = (
  listCost: Picodollars,
): Pick<Charge, "listCost" | "contractedCost" | "effectiveCost" | "billedCost"> => ({
  listCost,
  contractedCost: listCost,
  effectiveCost: listCost,
  billedCost: listCost,
});

/** A known zero: the provider does not bill the attempt, e.g. it answered with an error. */
export const notBilled = (reason: string): Charge => ({
  confidence: "exact",
  ...costsAtList(ZERO),
  lines: [],
  reason,
});

/** Why a charge is unknown whatever the prices: nobody told what was used. */
export const usageUnknown = {
  notTold: "no usage is known",
  noAnswer: "No answer came back, so it is not known what the provider charges.",
} as const;

/** Whether a charge is unknown for want of usage: a price would not help. */
export const isForWantOfUsage = (reason: string | null): boolean =>
  Object.values(usageUnknown).some((known) => known === reason);

/** A charge that is not known, which is not the same as nothing. */
export const unpriced = (reason: string, lines: readonly PricedLine[] = []): Charge => ({
  confidence: "unknown",
  lines,
  reason,
});
