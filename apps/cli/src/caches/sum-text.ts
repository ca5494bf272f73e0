import { displayDollarsCompact, parseDollars } from "@headgate/money";

type Sum = Readonly<{ dollars: string; unknown: number; isSimulated: boolean }>;

/** What was paid in all; what is not known could only add to it. */
export function costText({ dollars, unknown, isSimulated }: Sum): string {
  const least = unknown === 0 ? "" : "≥ ";
  return isNothingKnown(parseDollars(dollars), unknown)
    ? "unknown"
    : `${least}${displayDollarsCompact(parseDollars(dollars))}${simulated(isSimulated)}`;
}

/** What was saved in all. It may be a loss, and so may what is not known: the sum is no lower bound. */
export function savingText({ dollars, unknown, isSimulated }: Sum): string {
  const more = unknown === 0 ? "" : ` + ${unknown} unknown`;
  return isNothingKnown(parseDollars(dollars), unknown)
    ? "unknown"
    : `${displayDollarsCompact(parseDollars(dollars))}${more}${simulated(isSimulated)}`;
}

/** Tokens in all, of which some may not have been told. */
export const tokensText = (tokens: number, unknown: number): string =>
  isNothingKnown(BigInt(tokens), unknown) ? "unknown" : `${unknown === 0 ? "" : "≥ "}${tokens}`;

const isNothingKnown = (amount: bigint, unknown: number): boolean => amount === 0n && unknown > 0;

const simulated = (isSimulated: boolean): string => (isSimulated ? " simulated" : "");
