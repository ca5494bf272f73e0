import {
  leverBases,
  type ProposalScope,
  type Realised,
  type Recommendation,
} from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { bootstrapInterval, perMonth } from "@headgate/levers";
import {
  divideRounded,
  formatDollars,
  type Picodollars,
  parseDollars,
  picodollars,
} from "@headgate/money";
import { type FeedbackSource, heldOutOf } from "./held-out-of.ts";
import { scopedTo } from "./scoped-to.ts";

const DAY_MS = 86_400_000;
/** As far as one looks back. */
const MOST_DAYS = 90;

export type Followed = Readonly<{
  realised: Realised;
  /**
   * By what it is known that it saves. `held_out`: its sessions cost less than those held out, beyond chance, and answers are
   * as good. `before`: nothing is held out, and it saved more than before, beyond what days differ by.
   */
  provenBy: "held_out" | "before" | undefined;
}>;

type Saved = Readonly<{ days: readonly Picodollars[]; sum: Picodollars; unknown: number }>;

/**
 * What a lever saved on a scope since a change of its policy, beside what it had promised and what it saved in as long a
 * time before. Savings are the ledger's own, call by call.
 */
export async function followRealised(
  ledger: Pick<LedgerStore, "report">,
  followed: Readonly<{
    recommendation: Pick<Recommendation, "lever" | "scope" | "dollars_per_month">;
    sinceMs: number;
    nowMs: number;
    feedback: FeedbackSource;
  }>,
): Promise<Followed | undefined> {
  const { recommendation, nowMs } = followed;
  const { lever, scope, dollars_per_month: promised } = recommendation;
  if (lever === null || promised === null) return undefined;
  const sinceMs = Math.max(followed.sinceMs, nowMs - MOST_DAYS * DAY_MS);
  const lengthMs = nowMs - sinceMs;
  const [after, before, heldOut] = await Promise.all([
    savedIn(ledger, { lever, scope, fromMs: sinceMs, toMs: nowMs }),
    savedIn(ledger, { lever, scope, fromMs: sinceMs - lengthMs, toMs: sinceMs }),
    heldOutOf(ledger, {
      ...{ lever, scope, fromMs: sinceMs, toMs: nowMs },
      feedback: followed.feedback,
    }),
  ]);
  const isLong = lengthMs >= DAY_MS;
  const monthly = (amount: bigint): Picodollars => perMonth(amount, lengthMs);
  const more = isLong ? monthly(after.sum - before.sum) : undefined;
  const measured =
    heldOut?.told.saved_per_month == null
      ? undefined
      : parseDollars(heldOut.told.saved_per_month.estimate);
  const mean = divideRounded(before.sum, BigInt(Math.max(1, before.days.length)), 1n);
  const interval = bootstrapInterval(after.days.map((day) => day - mean));
  return {
    realised: {
      since: new Date(sinceMs).toISOString(),
      until: new Date(nowMs).toISOString(),
      promised_per_month: promised,
      realised_per_month: isLong ? formatDollars(monthly(after.sum)) : null,
      before_per_month: isLong ? formatDollars(monthly(before.sum)) : null,
      unknown_calls: after.unknown,
      held_out: heldOut?.told ?? null,
      basis: measured === undefined ? leverBases[lever].basis : "held_out",
      // A sum that lacks calls is no sum to hold against a promise.
      within_interval: isWithin(measured ?? (after.unknown > 0 ? undefined : more), promised),
    },
    provenBy:
      heldOut !== undefined
        ? heldOut.isProven
          ? "held_out"
          : undefined
        : interval !== undefined && interval.low > 0n
          ? "before"
          : undefined,
  };
}

function isWithin(
  amount: Picodollars | undefined,
  { low, high }: Realised["promised_per_month"],
): boolean | null {
  if (amount === undefined || low === null || high === null) return null;
  return parseDollars(low) <= amount && amount <= parseDollars(high);
}

type Asked = Readonly<{ lever: string; scope: ProposalScope; fromMs: number; toMs: number }>;

async function savedIn(
  ledger: Pick<LedgerStore, "report">,
  { lever, scope, fromMs, toMs }: Asked,
): Promise<Saved> {
  const { rows } = await ledger.report("savings", {
    ...scopedTo(scope, fromMs, toMs),
    grain: "day",
  });
  const own = rows.filter((row) => row.lever === lever);
  const byDay = new Map(own.map(({ start, saved }) => [Date.parse(start), parseDollars(saved)]));
  const days: Picodollars[] = [];
  for (let day = Math.floor(fromMs / DAY_MS) * DAY_MS; day < toMs; day += DAY_MS) {
    days.push(byDay.get(day) ?? picodollars(0n));
  }
  return {
    days,
    sum: picodollars(days.reduce((sum, day) => sum + day, 0n)),
    unknown: own.reduce((sum, { unknown }) => sum + unknown, 0),
  };
}
