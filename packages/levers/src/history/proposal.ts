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
import { bootstrapInterval } from "./bootstrap-interval.ts";
import type { History, HistoryCall } from "./history.ts";

/** What a change would have saved on one call: negative where it costs, undefined where it is not known. */
export type CallSaving = Readonly<{ call: HistoryCall; saved: Picodollars | undefined }>;

/** What a lever says of a change; what it comes to is worked out of its calls. */
export type ProposalDraft = Readonly<{
  lever: LeverName;
  scope: ProposalScope;
  title: string;
  change: PolicyPatch;
  /** Of the calls of its scope that it would have touched. */
  savings: readonly CallSaving[];
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
/** 365 days ÷ 12. */
const MONTH_MS = BigInt(730 * HOUR_MS);
/** From so many days on a day is a block; below, an hour. */
const DAYS_OF_BLOCKS = 7;
const MOST_EVIDENCE = 20;

/** What a change would have saved on the calls of a history, all that is known of it. */
export function savedBy(savings: readonly CallSaving[]): Picodollars {
  let total: bigint = ZERO;
  for (const { saved } of savings) if (saved !== undefined) total += saved;
  return picodollars(total);
}

/** A draft in its wire form. */
export function proposalOf(history: History, draft: ProposalDraft): Proposal {
  const { lever, scope, title, change, savings, inScope, figures, quality, depth } = draft;
  const saved = savedBy(savings);
  const interval = bootstrapInterval(blocksOf(history, savings));
  const monthly = (amount: bigint): string => formatDollars(perMonth(history, amount));
  return {
    id: hash("sha256", JSON.stringify([lever, scope, change]), "hex").slice(0, 16),
    lever,
    scope,
    title,
    change,
    dollars_per_month: {
      estimate: monthly(saved),
      low: interval === undefined ? null : monthly(interval.low),
      high: interval === undefined ? null : monthly(interval.high),
    },
    saved_in_range: formatDollars(saved),
    calls: {
      saving: savings.filter((one) => one.saved !== undefined && one.saved > 0n).length,
      costing: savings.filter((one) => one.saved !== undefined && one.saved < 0n).length,
      in_scope: inScope,
    },
    unknown_calls: savings.filter((one) => one.saved === undefined).length,
    evidence: { call_ids: [...most(savings)], figures },
    confidence: confidenceOf(draft, interval !== undefined),
    quality,
    effort_hours: draft.effortHours,
    depth,
  };
}

/** What an amount of a history comes to in a month of 730 hours. */
export const perMonth = (history: Pick<History, "fromMs" | "toMs">, amount: bigint): Picodollars =>
  divideRounded(picodollars(amount), lengthOf(history), MONTH_MS);

/** A history of less than a day stands for a whole one: what was not seen is not made up. */
const lengthOf = ({ fromMs, toMs }: Pick<History, "fromMs" | "toMs">): bigint =>
  BigInt(Math.max(toMs - fromMs, DAY_MS));

/** What each whole day, or hour, of the history came to. */
function blocksOf({ fromMs, toMs }: History, savings: readonly CallSaving[]): readonly bigint[] {
  const blockMs = toMs - fromMs >= DAYS_OF_BLOCKS * DAY_MS ? DAY_MS : HOUR_MS;
  const blocks = Array.from({ length: Math.ceil((toMs - fromMs) / blockMs) }, () => 0n);
  for (const { call, saved } of savings) {
    const at = Math.floor((call.row.started_at_ms - fromMs) / blockMs);
    if (saved !== undefined) blocks[at] = (blocks[at] as bigint) + saved;
  }
  return blocks;
}

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
