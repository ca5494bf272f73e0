import { type Picodollars, picodollars } from "@headgate/money";

const PICODOLLARS_PER_MICRODOLLAR = 1_000_000n;

/** Microdollars as a double, for statistics. What is worked out with it is an estimate. */
export const toMicrodollars = (amount: Picodollars): number =>
  Number(amount) / Number(PICODOLLARS_PER_MICRODOLLAR);

/** An estimate as an amount, rounded to a microdollar so that it does not look more exact than it is. */
export const estimatedDollars = (microdollars: number): Picodollars =>
  picodollars(BigInt(Math.round(microdollars)) * PICODOLLARS_PER_MICRODOLLAR);
