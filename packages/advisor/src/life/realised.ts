import {
  counted,
  leverBases,
  type ProposalScope,
  type Realised,
  type Recommendation,
} from "@headgate/contract";
import type { FollowedRecommendation, LedgerStore } from "@headgate/ledger";
import { bootstrapInterval, perMonth } from "@headgate/levers";
import {
  divideRounded,
  formatDollars,
  type Picodollars,
  parseDollars,
  picodollars,
  sum,
} from "@headgate/money";
import { changedBeside } from "./changed-beside.ts";
import { type FeedbackSource, type HeldOut, heldOutOf } from "./held-out-of.ts";
import { scopedTo } from "./scoped-to.ts";

const DAY_MS = 86_400_000;
/** As far as one looks back for what was saved. */
const MOST_DAYS = 90;
/**
 * For so long those held out are compared, from when it was applied. A range that moves along would hold other sessions at each
 * look: what is promised for all looks at sums that grow is not promised for that, and `worse` is final.
 */
const MOST_COMPARED_DAYS = 365;
/** Of fewer days before a longer time, what was saved then is chance. */
const LEAST_DAYS_BEFORE = 5;

export type Followed = Readonly<{
  realised: Realised;
  /**
   * By what it is known that it saves. `held_out`: its sessions cost less than those held out, beyond chance, and answers are
   * as good. `before`: nothing is held out, and it saved more than before, beyond what days differ by.
   */
  provenBy: "held_out" | "before" | undefined;
}>;

/** What was saved in each UTC day, and how much of the day was looked at. */
type Day = Readonly<{ saved: Picodollars; lengthMs: number }>;
type Saved = Readonly<{ days: readonly Day[]; sum: Picodollars; unknown: number }>;

/**
 * What a lever saved on a scope since a change of its policy, beside what it had promised and what it saved in as long a
 * time before it was applied, as far as the ledger tells of that. Savings are the ledger's own, call by call.
 */
export async function followRealised(
  ledger: Pick<LedgerStore, "report" | "extent">,
  asked: Readonly<{
    recommendation: Pick<Recommendation, "id" | "lever" | "scope" | "dollars_per_month">;
    /** When it was applied. */
    sinceMs: number;
    nowMs: number;
    feedback: FeedbackSource;
    /** All that somebody did something about. */
    followed: readonly FollowedRecommendation[];
  }>,
): Promise<Followed | undefined> {
  const { recommendation, nowMs, sinceMs: appliedMs } = asked;
  const { lever, scope, dollars_per_month: promised } = recommendation;
  if (lever === null || promised === null) return undefined;
  const sinceMs = Math.max(appliedMs, nowMs - MOST_DAYS * DAY_MS);
  const lengthMs = nowMs - sinceMs;
  const { firstRowAtMs = appliedMs } = await ledger.extent();
  const seenFromMs = Math.min(appliedMs, Math.max(appliedMs - lengthMs, firstRowAtMs));
  const seenMs = appliedMs - seenFromMs;
  const simulated = await areSimulated(ledger, seenFromMs, nowMs);
  const [after, before, heldOut] = await Promise.all([
    savedIn(ledger, { lever, scope, simulated, fromMs: sinceMs, toMs: nowMs }),
    savedIn(ledger, { lever, scope, simulated, fromMs: seenFromMs, toMs: appliedMs }),
    heldOutOf(ledger, {
      ...{ lever, scope, fromMs: appliedMs },
      toMs: Math.min(nowMs, appliedMs + MOST_COMPARED_DAYS * DAY_MS),
      feedback: asked.feedback,
    }),
  ]);
  const beside = changedBeside({ recommendation, appliedMs }, asked.followed, {
    fromMs: appliedMs - lengthMs,
    toMs: nowMs,
  });
  const isLong = lengthMs >= DAY_MS;
  const isSeen = seenMs > 0 && seenMs >= Math.min(lengthMs, LEAST_DAYS_BEFORE * DAY_MS);
  const now = isLong ? perMonth(after.sum, lengthMs) : undefined;
  const was = isLong && isSeen ? perMonth(before.sum, seenMs) : undefined;
  const more = now === undefined || was === undefined ? undefined : picodollars(now - was);
  const measured =
    heldOut?.told.saved_per_month == null
      ? undefined
      : parseDollars(heldOut.told.saved_per_month.estimate);
  // What is of several changes is no sum to hold against the promise of one, nor is one that lacks calls.
  const own = beside.length > 0 ? undefined : (measured ?? (after.unknown > 0 ? undefined : more));
  return {
    realised: {
      since: new Date(sinceMs).toISOString(),
      until: new Date(nowMs).toISOString(),
      promised_per_month: promised,
      realised_per_month: now === undefined ? null : formatDollars(now),
      before_per_month: was === undefined ? null : formatDollars(was),
      before_untold: isLong ? untoldOf({ isSeen, seenMs, beside }) : null,
      unknown_calls: after.unknown,
      held_out: heldOut?.told ?? null,
      basis: measured === undefined ? leverBases[lever].basis : "held_out",
      within_interval: isWithin(own, promised),
    },
    provenBy: provenBy(heldOut, isSeen && beside.length === 0 && isMore(after, before, seenMs)),
  };
}

function provenBy(heldOut: HeldOut | undefined, isMoreThanBefore: boolean): Followed["provenBy"] {
  if (heldOut !== undefined) return heldOut.isProven ? "held_out" : undefined;
  return isMoreThanBefore ? "before" : undefined;
}

/** Whether more was saved a day than before, beyond what days differ by. */
function isMore(after: Saved, before: Saved, seenMs: number): boolean {
  const interval = bootstrapInterval(
    after.days.map(
      ({ saved, lengthMs }) => saved - divideRounded(before.sum, BigInt(seenMs), BigInt(lengthMs)),
    ),
  );
  return interval !== undefined && interval.low > 0n;
}

/** Why what was before proves nothing. */
function untoldOf({
  isSeen,
  seenMs,
  beside,
}: Readonly<{ isSeen: boolean; seenMs: number; beside: readonly string[] }>): string | null {
  const reasons: string[] = [];
  if (seenMs === 0) {
    reasons.push("The ledger does not reach back to before it was applied.");
  } else if (!isSeen) {
    const days = counted(Math.floor(seenMs / DAY_MS), "day");
    reasons.push(
      `The ledger began ${days} before it was applied: too few to tell what was saved without it.`,
    );
  }
  if (beside.length > 0) {
    const titles = beside.map((title) => `"${title}"`).join(", ");
    reasons.push(
      `In the time that is looked at, ${titles} came into force or went out of it, for some of the same calls and by the same lever: what each of them saves is not told apart.`,
    );
  }
  return reasons.length === 0 ? null : reasons.join(" ");
}

function isWithin(
  amount: Picodollars | undefined,
  { low, high }: Realised["promised_per_month"],
): boolean | null {
  if (amount === undefined || low === null || high === null) return null;
  return parseDollars(low) <= amount && amount <= parseDollars(high);
}

/** Calls of simulated providers count where there are no others: real money is never beside simulated. */
async function areSimulated(
  ledger: Pick<LedgerStore, "report">,
  fromMs: number,
  toMs: number,
): Promise<boolean> {
  const { totals } = await ledger.report("totals", {
    ...scopedTo({}, fromMs, toMs),
    simulated: false,
  });
  return totals.attempts === 0;
}

type Asked = Readonly<{
  lever: string;
  scope: ProposalScope;
  simulated: boolean;
  fromMs: number;
  toMs: number;
}>;

async function savedIn(
  ledger: Pick<LedgerStore, "report">,
  { lever, scope, simulated, fromMs, toMs }: Asked,
): Promise<Saved> {
  const { rows } = await ledger.report("savings", {
    ...scopedTo(scope, fromMs, toMs),
    simulated,
    grain: "day",
  });
  const own = rows.filter((row) => row.lever === lever);
  const byDay = new Map(own.map(({ start, saved }) => [Date.parse(start), parseDollars(saved)]));
  const days: Day[] = [];
  for (let day = Math.floor(fromMs / DAY_MS) * DAY_MS; day < toMs; day += DAY_MS) {
    days.push({
      saved: byDay.get(day) ?? picodollars(0n),
      lengthMs: Math.min(day + DAY_MS, toMs) - Math.max(day, fromMs),
    });
  }
  return {
    days,
    sum: sum(days.map(({ saved }) => saved)),
    unknown: own.reduce((total, { unknown }) => total + unknown, 0),
  };
}
