import { type BudgetSubject, HeadgateError } from "@headgate/contract";
import { displayDollarsCompact, formatDollars, picodollars } from "@headgate/money";
import type { Budget } from "./budget.ts";
import type { Claim, Reserved } from "./store.ts";
import { slotEnds } from "./window.ts";

type Refused = Extract<Reserved, { kind: "refused" }>;

/** What may end at any moment is worth asking for again this soon. */
const SOON_MS = 1_000;

/**
 * The error that a refused client gets: which budget, what it holds, what was asked, when it is worth
 * asking again.
 */
export function refusalError(
  budget: Budget,
  claim: Claim,
  { spent, leased, used }: Refused,
  nowMs: number,
): HeadgateError {
  const limit = claim.limit ?? budget.limit;
  const opensAt = opensAtMs(budget, claim.amount, limit, { spent, leased, used }, nowMs);
  const inWords = (amount: bigint): string => amountText(budget, amount);
  const opens =
    opensAt === undefined
      ? "It is more than the whole limit."
      : opensAt <= nowMs + SOON_MS
        ? "Calls under way may leave room at any moment."
        : `There is room again from ${new Date(opensAt).toISOString()} on.`;
  const which = subjectText(budget, claim.subject);
  const message =
    budget.measure === "concurrency"
      ? `Limit ${which}: ${inWords(limit)} calls at one time, ${inWords(leased)} under way.`
      : `Budget ${which}: limit ${inWords(limit)}, ${inWords(spent)} spent, ${inWords(leased)} set aside for calls under way; this call can come to ${inWords(claim.amount)}. ${opens}`;
  return new HeadgateError(
    budget.measure === "dollars" ? "budget_exceeded" : "limit_reached",
    message,
    {
      budget: budget.name,
      measure: budget.measure,
      limit: amountWire(budget, limit),
      spent: amountWire(budget, spent),
      leased: amountWire(budget, leased),
      asked: amountWire(budget, claim.amount),
      ...(opensAt !== undefined && {
        opens_at: new Date(opensAt).toISOString(),
        retry_after_ms: Math.max(SOON_MS, opensAt - nowMs),
      }),
    },
  );
}

/** When enough will have left the window for the call to fit; `undefined`: it never will. */
function opensAtMs(
  { window, config }: Pick<Budget, "window" | "config">,
  asked: bigint,
  limit: bigint,
  { spent, used }: Pick<Refused, "spent" | "leased" | "used">,
  nowMs: number,
): number | undefined {
  if (asked > limit) return undefined;
  if (window === undefined || spent + asked <= limit) return nowMs + SOON_MS;
  let inUse = 0n;
  for (const { amount } of used) inUse += amount;
  for (const { slot, amount } of used) {
    inUse -= amount;
    if (inUse + asked <= limit) {
      return Math.max(nowMs + SOON_MS, slotEnds(window, slot, config.time_zone));
    }
  }
  return nowMs + SOON_MS;
}

/** An amount for people: `$1.25`, or a plain number. */
const amountText = ({ measure }: Pick<Budget, "measure">, amount: bigint): string =>
  measure === "dollars" ? displayDollarsCompact(picodollars(amount)) : amount.toString();

/** An amount on the wire: dollars with twelve places, or a whole number. */
export const amountWire = ({ measure }: Pick<Budget, "measure">, amount: bigint): string =>
  measure === "dollars" ? formatDollars(picodollars(amount)) : amount.toString();

/** `support-month`, or `customers (customer=acme)` where each has its own. */
function subjectText({ name, per }: Budget, subject: string): string {
  if (per.length === 0) return name;
  const values = Object.entries(subjectOf({ per }, subject));
  return `${name} (${values.map(([field, value]) => `${field}=${value}`).join(", ")})`;
}

/** The value of each of a budget's `per` that a subject stands for. */
export function subjectOf(
  { per }: Pick<Budget, "per">,
  subject: string,
): Partial<Record<BudgetSubject, string>> {
  const values: unknown = JSON.parse(subject);
  if (!Array.isArray(values) || values.length !== per.length) {
    throw new Error(`"${subject}" is no subject of its budget`);
  }
  return Object.fromEntries(per.map((field, index) => [field, String(values[index])]));
}
