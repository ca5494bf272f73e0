import { hash } from "node:crypto";
import type {
  ConfidenceLevel,
  HistoryDepth,
  LeverName,
  PolicyPatch,
  Proposal,
  ProposalScope,
} from "@headgate/contract";
import { divideRounded, formatDollars, type Picodollars, picodollars, ZERO } from "@headgate/money";
import { intervalToCome } from "./bootstrap-interval.ts";
import type { History, HistoryCall, Stretch } from "./history.ts";
import { MONTH_MS, perMonth } from "./per-month.ts";

/** What becomes of a call: nothing is asked of a provider any more, or the call as it would have been. */
export type CallAfter = HistoryCall | "answered";

/** What a change would have saved on one call: negative where it costs, undefined where it is not known. */
export type CallSaving = Readonly<{
  call: HistoryCall;
  saved: Picodollars | undefined;
  /** What levers that act later find in its place; the call itself where what is saved is not known. */
  after: CallAfter;
}>;

/** What a lever says of a change; what it comes to is worked out of its calls. */
export type ProposalDraft = Readonly<{
  lever: LeverName;
  scope: ProposalScope;
  title: string;
  change: PolicyPatch;
  /** Of the calls of its scope that it would have touched. */
  savings: readonly CallSaving[];
  /**
   * Present where what it saves rests on something that is still to be found out, so that `savings` are the most: what it
   * comes to on the same calls where that is refused.
   */
  ifRefused?: readonly CallSaving[];
  inScope: number;
  figures: Proposal["evidence"]["figures"];
  /** How sure the lever is of its own model of what happens; a short history makes it less sure. */
  confidence: Readonly<{ level: ConfidenceLevel; reason: string }>;
  quality: Proposal["quality"];
  effortHours: number;
  depth: HistoryDepth;
}>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** From so many days on a day is a block; below, an hour. */
const DAYS_OF_BLOCKS = 7;
const MOST_EVIDENCE = 20;

/** What a change would have saved on the calls of a history, all that is known of it. */
export function savedBy(savings: readonly CallSaving[]): Picodollars {
  let total: bigint = ZERO;
  for (const { saved } of savings) if (saved !== undefined) total += saved;
  return picodollars(total);
}

/** The same for the same change to the same traffic. */
export const proposalId = ({
  lever,
  scope,
  change,
}: Pick<ProposalDraft, "lever" | "scope" | "change">): string =>
  hash("sha256", JSON.stringify([lever, scope, change]), "hex").slice(0, 16);

/** A draft in its wire form. */
export function proposalOf(history: History, draft: ProposalDraft): Proposal {
  const { lever, scope, title, change, savings, inScope, figures, quality, depth } = draft;
  const saved = savedBy(savings);
  const monthly = monthlyOf(history, savings, draft.ifRefused);
  return {
    id: proposalId(draft),
    lever,
    scope,
    title,
    change,
    dollars_per_month: {
      estimate: formatDollars(monthly.estimate),
      low: monthly.interval === undefined ? null : formatDollars(monthly.interval.low),
      high: monthly.interval === undefined ? null : formatDollars(monthly.interval.high),
    },
    saved_in_range: formatDollars(saved),
    calls: {
      saving: savings.filter((one) => one.saved !== undefined && one.saved > 0n).length,
      costing: savings.filter((one) => one.saved !== undefined && one.saved < 0n).length,
      in_scope: inScope,
    },
    unknown_calls: savings.filter((one) => one.saved === undefined).length,
    evidence: { call_ids: [...most(savings)], figures },
    confidence: confidenceOf(draft, monthly.interval !== undefined),
    quality,
    effort_hours: draft.effortHours,
    depth,
  };
}

/**
 * What the savings of a history come to in a month of 730 hours, and between which sums 95 % of the months to come lie that
 * are like it; from what is refused on, where the savings are the most. Of a sampled one, each call stands for those like it that were not read (post-stratification: D. Holt, T. M. F.
 * Smith, J. R. Statist. Soc. A 142, 1979), since stretches hold unlike shares of each kind.
 */
export function monthlyOf(
  history: History,
  savings: readonly CallSaving[],
  ifRefused?: readonly CallSaving[],
): Readonly<{
  estimate: Picodollars;
  interval: Readonly<{ low: Picodollars; high: Picodollars }> | undefined;
}> {
  const monthly = (amount: bigint): Picodollars => perMonth(amount, lengthOf(history));
  const inRange = ofRange(history, savings);
  const interval = toCome(history, inRange);
  const least = ifRefused === undefined ? undefined : toCome(history, ofRange(history, ifRefused));
  return {
    estimate: monthly(savedBy(inRange)),
    interval: interval && {
      low: monthly(least === undefined ? interval.low : least.low),
      high: monthly(interval.high),
    },
  };
}

/** In a month like the history, told for its own length. */
function toCome(history: History, savings: readonly CallSaving[]) {
  const blocks = blocksOf(history, savings);
  const { sample } = history;
  const blockMs = lengthOf(history) / (sample === undefined ? blocks.length : sample.of);
  return intervalToCome(blocks, Number(MONTH_MS) / blockMs);
}

/** Savings as they stand for those of all calls of the range. */
function ofRange(history: History, savings: readonly CallSaving[]): readonly CallSaving[] {
  const { sample } = history;
  if (sample === undefined) return savings;
  return savings.map((one) => {
    const { read, all } = sample.like(one.call);
    const { saved } = one;
    if (saved === undefined) return one;
    return { ...one, saved: divideRounded(saved, BigInt(read), BigInt(all)) };
  });
}

/** What an amount of a history comes to in a month of 730 hours; of a sampled one, an amount of calls like this one. */
export function amountPerMonth(
  history: History,
  amount: Picodollars,
  call: HistoryCall,
): Picodollars {
  const [inRange] = ofRange(history, [{ call, saved: amount, after: call }]);
  return perMonth(inRange?.saved ?? amount, lengthOf(history));
}

const lengthOf = ({ fromMs, toMs }: History): number => toMs - fromMs;

/** What each whole day, or hour, of the history came to; each stretch of a sampled one. */
function blocksOf(history: History, savings: readonly CallSaving[]): readonly bigint[] {
  const { fromMs, toMs, sample } = history;
  if (sample !== undefined) return sample.stretches.map((stretch) => savedIn(stretch, savings));
  const blockMs = toMs - fromMs >= DAYS_OF_BLOCKS * DAY_MS ? DAY_MS : HOUR_MS;
  const blocks = Array.from({ length: Math.ceil((toMs - fromMs) / blockMs) }, () => 0n);
  for (const { call, saved } of savings) {
    const at = Math.floor((call.row.started_at_ms - fromMs) / blockMs);
    if (saved !== undefined) blocks[at] = (blocks[at] as bigint) + saved;
  }
  return blocks;
}

const savedIn = ({ fromMs, toMs }: Stretch, savings: readonly CallSaving[]): bigint =>
  savedBy(
    savings.filter(({ call: { row } }) => row.started_at_ms >= fromMs && row.started_at_ms < toMs),
  );

const most = (savings: readonly CallSaving[]): Iterable<string> =>
  savings
    .flatMap(({ call, saved }) => (saved !== undefined && saved > 0n ? [{ call, saved }] : []))
    .sort((a, b) => (a.saved > b.saved ? -1 : a.saved < b.saved ? 1 : 0))
    .slice(0, MOST_EVIDENCE)
    .map(({ call }) => call.row.call_id);

function confidenceOf(
  { confidence, savings }: ProposalDraft,
  isLong: boolean,
): Proposal["confidence"] {
  const unknown = savings.filter(({ saved }) => saved === undefined).length;
  if (!isLong) {
    return {
      level: "low",
      reason: `${confidence.reason} The history is too short to tell how much days differ.`,
    };
  }
  if (unknown * 2 > savings.length) {
    return {
      level: "low",
      reason: `${confidence.reason} What it saves is not known on more than half of the calls that it touches.`,
    };
  }
  return confidence;
}
