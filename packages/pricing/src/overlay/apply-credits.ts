import type { Overlay } from "@headgate/contract";
import { type Picodollars, parseDollars, picodollars, ZERO } from "@headgate/money";
import { DAY_MS, dayNumberOf } from "../day-number.ts";
import { fitsPattern } from "../name-pattern.ts";

type Credit = Extract<Overlay, { kind: "credit" }>;

/** A charge that credits may pay for. */
export type CreditableCharge = Readonly<{
  /** The ledger row's id. */
  id: string;
  atMs: number;
  /** As the price book and the configuration name it. */
  provider: string;
  providerName?: string;
  model: string;
  tier?: string;
  /** Absent when it is not known: no credit is used for what may be any amount. */
  billedCost: Picodollars | undefined;
}>;

/** A part of a charge that a credit paid for: FOCUS's charge category Credit, whose cost is negative. */
type CreditUse = Readonly<{
  credit: string;
  chargeId: string;
  atMs: number;
  /** Negative: billed and effective cost of the credit's own line. */
  amount: Picodollars;
}>;

type CreditBalance = Readonly<{
  credit: string;
  granted: Picodollars;
  /** Used before the period, as it was handed in. */
  usedBefore: Picodollars;
  used: Picodollars;
  left: Picodollars;
  /** First day on which it can no longer be used; absent when it does not end. */
  endsOn: string | undefined;
}>;

export type CreditSettlement = Readonly<{
  uses: readonly CreditUse[];
  balances: readonly CreditBalance[];
  /** Billed cost of the charges whose cost is known. */
  billedBefore: Picodollars;
  /** What is left to pay of it. */
  billedAfter: Picodollars;
  /** Charges without a known cost: credits may have paid for them too. */
  unknownCharges: number;
}>;

/**
 * Uses credits for the charges of a period, in the order in which they were made: of several credits that
 * fit, the one that ends first pays, then the one named first by the alphabet. A charge is paid as far as
 * credit lasts. Pure: what was used before the period is handed in, so a period can be worked out again.
 *
 * @param usedBefore by the credit's name; none when absent
 */
export function applyCredits(
  input: Readonly<{
    overlays: readonly Overlay[];
    charges: readonly CreditableCharge[];
    usedBefore?: Readonly<Record<string, Picodollars>>;
  }>,
): CreditSettlement {
  const pools = input.overlays
    .filter((overlay): overlay is Credit => overlay.kind === "credit")
    .map((credit) => poolOf(credit, input.usedBefore))
    .sort((left, right) => left.endDay - right.endDay || (left.name < right.name ? -1 : 1));
  const charges = [...input.charges].sort(
    (left, right) => left.atMs - right.atMs || (left.id < right.id ? -1 : 1),
  );
  const uses: CreditUse[] = [];
  let billedBefore: bigint = ZERO;
  let credited: bigint = ZERO;
  let unknownCharges = 0;
  for (const charge of charges) {
    if (charge.billedCost === undefined) {
      unknownCharges += 1;
      continue;
    }
    billedBefore += charge.billedCost;
    let open: bigint = charge.billedCost;
    for (const pool of pools) {
      if (open <= 0n) break;
      if (pool.left === 0n || !pool.fits(charge)) continue;
      const amount = open < pool.left ? open : pool.left;
      pool.left -= amount;
      open -= amount;
      credited += amount;
      uses.push({
        credit: pool.name,
        chargeId: charge.id,
        atMs: charge.atMs,
        amount: picodollars(-amount),
      });
    }
  }
  return {
    uses,
    balances: pools.map((pool) => ({
      credit: pool.name,
      granted: pool.granted,
      usedBefore: pool.usedBefore,
      used: picodollars(pool.granted - pool.usedBefore - pool.left),
      left: picodollars(pool.left),
      endsOn: pool.endsOn,
    })),
    billedBefore: picodollars(billedBefore),
    billedAfter: picodollars(billedBefore - credited),
    unknownCharges,
  };
}

type Pool = {
  readonly name: string;
  readonly granted: Picodollars;
  readonly usedBefore: Picodollars;
  readonly endsOn: string | undefined;
  readonly endDay: number;
  readonly fits: (charge: CreditableCharge) => boolean;
  left: bigint;
};

function poolOf(
  { name, amount, applies_to, valid_from, valid_to }: Credit,
  usedBefore: Readonly<Record<string, Picodollars>> | undefined,
): Pool {
  const granted = parseDollars(amount);
  const used =
    usedBefore !== undefined && Object.hasOwn(usedBefore, name) ? usedBefore[name] : ZERO;
  const before = used ?? ZERO;
  if (before < 0n || before > granted) {
    throw new RangeError(`the credit "${name}" cannot have been used for ${before} picodollars`);
  }
  const firstDay = dayNumberOf(valid_from);
  const endDay = valid_to === undefined ? Number.POSITIVE_INFINITY : dayNumberOf(valid_to);
  return {
    name,
    granted,
    usedBefore: before,
    endsOn: valid_to,
    endDay,
    left: granted - before,
    fits: ({ atMs, provider, providerName, model, tier }) => {
      const day = Math.floor(atMs / DAY_MS);
      if (day < firstDay || day >= endDay) return false;
      const { provider: wanted, model: wantedModel, tier: wantedTier } = applies_to;
      if (wanted !== undefined && !fitsPattern(wanted, provider)) {
        if (providerName === undefined || !fitsPattern(wanted, providerName)) return false;
      }
      if (wantedModel !== undefined && !fitsPattern(wantedModel, model)) return false;
      return wantedTier === undefined || wantedTier === tier;
    },
  };
}
