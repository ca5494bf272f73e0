import { perMonth } from "@headgate/levers";
import { formatDollars, type Picodollars } from "@headgate/money";

/** A range, as a ledger is asked and as it is reckoned with. */
export type Range = Readonly<{ from: string; to: string }>;

/** Whose real calls alone are asked about, or simulated ones where there are no others: they are in no sum together. */
export type RealOrSimulated = Range & Readonly<{ simulated: boolean }>;

/** What an amount of a range comes to in a month, in its wire form. */
export const monthlyText = (amount: Picodollars, { from, to }: Range): string =>
  formatDollars(perMonth(amount, Date.parse(to) - Date.parse(from)));
