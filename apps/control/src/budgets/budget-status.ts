import {
  amountWire,
  type Begun,
  type Budget,
  type SlotRange,
  type SlotStanding,
  slotsAt,
  spanAt,
  subjectOf,
} from "@headgate/budgets";
import type { BudgetAccount, BudgetStatus } from "@headgate/contract";

/** More accounts than a page or a terminal can use. */
const MOST_ACCOUNTS = 200;
const NO_SUBJECT = "[]";

type Sums = {
  spent: bigint;
  leased: bigint;
  atWorstCase: bigint;
  opening: bigint;
  simulated: boolean;
};
const nothing = (): Sums => ({
  spent: 0n,
  leased: 0n,
  atWorstCase: 0n,
  opening: 0n,
  simulated: false,
});

/** How a budget stands at a moment, as the API tells it. */
export function budgetStatus(
  budget: Budget,
  {
    standings,
    begun,
    nowMs,
    mostAccounts = MOST_ACCOUNTS,
  }: Readonly<{
    standings: readonly SlotStanding[];
    begun: Begun | undefined;
    nowMs: number;
    mostAccounts?: number | undefined;
  }>,
): BudgetStatus {
  const { config, window } = budget;
  const span = window === undefined ? undefined : spanAt(window, nowMs, config.time_zone);
  const accounts = [...sumsBySubject(budget, standings, nowMs)]
    .sort(([, a], [, b]) => (a.spent + a.leased > b.spent + b.leased ? -1 : 1))
    .map(([subject, sums]) => accountOf(budget, subject, sums, nowMs));
  const { match } = config;
  return {
    name: budget.name,
    measure: budget.measure,
    limit: amountWire(budget, budget.limit),
    window: windowText(budget),
    time_zone: config.time_zone,
    window_start: momentText(span?.startMs),
    window_end: momentText(span?.endMs),
    match: Object.fromEntries(
      Object.entries(match).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
    per: [...budget.per],
    at_limit: config.at_limit,
    step_down_to: config.step_down_to ?? null,
    step_down_at: config.step_down_at ?? null,
    alert_at: config.alert_at,
    known_since: momentText(begun?.sinceMs),
    opening_read_at: momentText(begun?.openedMs),
    accounts: accounts.slice(0, mostAccounts),
    left_out: Math.max(0, accounts.length - mostAccounts),
  };
}

/** The slots that count at a moment. */
export const countingSlots = ({ window, config }: Budget, nowMs: number): SlotRange =>
  window === undefined ? { oldest: 0, newest: 0 } : slotsAt(window, nowMs, config.time_zone);

/** What each subject has in the window; a budget that is for all has its account from the start. */
function sumsBySubject(
  budget: Budget,
  standings: readonly SlotStanding[],
  nowMs: number,
): ReadonlyMap<string, Sums> {
  const slots = countingSlots(budget, nowMs);
  const found = new Map<string, Sums>(budget.per.length === 0 ? [[NO_SUBJECT, nothing()]] : []);
  for (const standing of standings) {
    if (standing.slot < slots.oldest || standing.slot > slots.newest) continue;
    const sums = found.get(standing.subject) ?? nothing();
    sums.spent += standing.spent;
    sums.leased += standing.leased;
    sums.atWorstCase += standing.atWorstCase;
    sums.opening += standing.opening;
    sums.simulated ||= standing.simulated;
    found.set(standing.subject, sums);
  }
  return found;
}

function accountOf(budget: Budget, subject: string, sums: Sums, nowMs: number): BudgetAccount {
  const inUse = sums.spent + sums.leased;
  const free = budget.limit > inUse ? budget.limit - inUse : 0n;
  const expected = expectedAtEnd(budget, sums.spent, nowMs);
  const wire = (amount: bigint): string => amountWire(budget, amount);
  return {
    subject: subjectOf(budget, subject),
    spent: wire(sums.spent),
    leased: wire(sums.leased),
    free: wire(free),
    at_worst_case: wire(sums.atWorstCase),
    opening: wire(sums.opening),
    share: shareText(budget.measure === "concurrency" ? sums.leased : sums.spent, budget.limit),
    simulated: sums.simulated,
    expected: expected === undefined ? null : wire(expected),
  };
}

/** Before a twentieth of a window has passed its pace says nothing. */
const LEAST_PART = 20;

/** The pace so far, to the window's end. */
function expectedAtEnd(
  { window, config }: Budget,
  spent: bigint,
  nowMs: number,
): bigint | undefined {
  if (window === undefined || (typeof window === "object" && "rolling" in window)) return undefined;
  const { startMs, endMs } = spanAt(window, nowMs, config.time_zone);
  const passed = nowMs - startMs;
  if (passed * LEAST_PART < endMs - startMs) return undefined;
  return (spent * BigInt(endMs - startMs)) / BigInt(passed);
}

/** Cut to six places. */
function shareText(part: bigint, whole: bigint): string {
  const digits = ((part * 1_000_000n) / whole).toString().padStart(7, "0");
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

function windowText({ window }: Budget): string | null {
  if (window === undefined) return null;
  if (typeof window === "string") return window;
  return "rolling" in window
    ? `rolling ${lengthText(window.rolling)}`
    : `every ${lengthText(window.every)}`;
}

function lengthText(ms: number): string {
  for (const [unit, size] of [["d", 86_400_000] as const, ["h", 3_600_000] as const]) {
    if (ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms / 60_000}m`;
}

const momentText = (ms: number | undefined): string | null =>
  ms === undefined ? null : new Date(ms).toISOString();
