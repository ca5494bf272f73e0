import { counted } from "@headgate/contract";
import { displayDollarsCompact, type Picodollars, parseDollars } from "@headgate/money";

/**
 * Spend of many attempts as it may be shown. `partial`: some attempts have no price, so the amount is
 * less than what was spent. `unpriced`: none of it is known.
 */
export type Spend =
  | Readonly<{ kind: "whole"; amount: Picodollars }>
  | Readonly<{ kind: "partial"; amount: Picodollars; unpricedAttempts: number }>
  | Readonly<{ kind: "unpriced"; unpricedAttempts: number }>;

export const spendOf = (row: { effective_cost: string; unpriced_attempts: number }): Spend =>
  spendFrom(parseDollars(row.effective_cost), row.unpriced_attempts);

/** @param amount what the priced attempts came to */
export const spendFrom = (amount: Picodollars, unpricedAttempts: number): Spend => {
  if (unpricedAttempts === 0) return { kind: "whole", amount };
  return amount === 0n
    ? { kind: "unpriced", unpricedAttempts }
    : { kind: "partial", amount, unpricedAttempts };
};

/** What is drawn and sorted by: the part that is known. */
export const knownPart = (spend: Spend): Picodollars | undefined =>
  spend.kind === "unpriced" ? undefined : spend.amount;

export const spendText = (spend: Spend): string =>
  spend.kind === "unpriced" ? "unpriced" : displayDollarsCompact(spend.amount);

/** As `spendText`, where no room is beside it to say what is left out: `≥ $1.50`. */
export const boundText = (spend: Spend): string =>
  spend.kind === "partial" ? `≥ ${spendText(spend)}` : spendText(spend);

/** What of an amount is simulated, in words; undefined where nothing is. */
export const simulatedText = (simulated: Picodollars, amount: Picodollars): string | undefined => {
  if (simulated <= 0n) return undefined;
  return simulated >= amount
    ? "all of it is simulated"
    : `${displayDollarsCompact(simulated)} of it is simulated`;
};

/** The same of a saving, which may be a loss. */
export const simulatedSavingText = (
  simulated: Picodollars,
  saved: Picodollars,
): string | undefined => {
  if (simulated === 0n) return undefined;
  return simulated === saved
    ? "all of it is simulated"
    : `${displayDollarsCompact(simulated)} of it is simulated`;
};

/** What the amount leaves out, in words; undefined when it leaves out nothing. */
export const leftOutText = (spend: Spend): string | undefined =>
  spend.kind === "whole"
    ? undefined
    : `plus ${counted(spend.unpricedAttempts, "unpriced attempt")}`;
