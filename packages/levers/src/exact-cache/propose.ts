import {
  cachesSchema,
  type ExactCachePolicy,
  exactCacheSchema,
  type NotProposed,
  type Proposal,
} from "@headgate/contract";
import { picodollars } from "@headgate/money";
import type { History, HistoryCall, Proposed } from "../history/history.ts";
import { type CallSaving, type ProposalDraft, savedBy } from "../history/proposal.ts";
import { byModelAndFeature, type ScopedCalls, scopeText } from "../history/scopes.ts";
import { tellsOfRequest } from "../history/tells-of-request.ts";
import { asksCache, replayExactCache } from "./replay.ts";

type Change = Partial<Pick<ExactCachePolicy, "when" | "normalise" | "ttl_minutes">>;
type Variant = Readonly<{
  title: (of: string) => string;
  change: Change;
  /** What it is held against: its saving is what it brings beside that. */
  beside: Change;
  quality: Proposal["quality"];
}>;

const COMPARE =
  "Set aside a share of calls with x-headgate-cache: bypass and compare their answers with the kept ones.";

const certain: Change = { when: "deterministic" };
const variants: readonly Variant[] = [
  {
    title: (of) => `Answer repeated questions to ${of} from the exact cache`,
    change: certain,
    beside: { when: "never" },
    quality: {
      risk: "none",
      reason: "The same request asks for one certain answer, and gets it.",
      check: COMPARE,
    },
  },
  {
    title: (of) => `Keep answers of ${of} for a day in place of an hour`,
    change: { ...certain, ttl_minutes: 1_440 },
    beside: certain,
    quality: {
      risk: "low",
      reason:
        "An answer can be a day old: where the world or the model changed since, it is of yesterday.",
      check: COMPARE,
    },
  },
  {
    title: (of) => `Take questions to ${of} that differ in case and politeness alone for the same`,
    change: { ...certain, normalise: true },
    beside: certain,
    quality: {
      risk: "low",
      reason:
        "What differs is case, punctuation, a greeting, please and thanks; code and quotations are left.",
      check: COMPARE,
    },
  },
  {
    title: (of) => `Cache answers of ${of} though their sampling is not fixed`,
    change: { when: "always" },
    beside: certain,
    quality: {
      risk: "medium",
      reason: "One answer of many that the model could have given stands for all within the hour.",
      check: COMPARE,
    },
  },
];

/** Tries the exact cache out on a history, model by model and feature by feature. */
export async function proposeExactCache({ calls, depth }: History): Promise<Proposed> {
  const proposals: ProposalDraft[] = [];
  const notProposed: NotProposed[] = [];
  for (const scoped of byModelAndFeature(calls)) {
    const told = scoped.calls.filter(({ row }) => row.request_facts?.digest !== undefined);
    const untold = scoped.calls.filter(isUntold).length;
    if (untold > 0) notProposed.push({ ...missing(scoped), calls: untold });
    if (told.length < 2) continue;
    const spared = remembering(told);
    for (const { title, change, beside, quality } of variants) {
      const [after, before] = await Promise.all([spared(change), spared(beside)]);
      const savings = differences(told, after, before);
      if (savedBy(savings) <= 0n) continue;
      proposals.push({
        lever: "exact-cache",
        scope: scoped.scope,
        title: title(scopeText(scoped.scope)),
        change: { exact_cache: change },
        savings,
        inScope: scoped.calls.length,
        figures: [
          {
            what: "calls that may be answered from the cache",
            value: String(mayAsk(told, change)),
          },
          { what: "of them answered", value: String(after.size) },
          { what: "answered without this change", value: String(before.size) },
        ],
        confidence: {
          level: "high",
          reason: "The cache's own store was asked by these very calls, in their order.",
        },
        quality,
        effortHours: 0.5,
        depth,
      });
    }
  }
  return { proposals, notProposed };
}

const isUntold = ({ row }: HistoryCall): boolean =>
  !tellsOfRequest(row) &&
  row.cache?.usage === undefined &&
  (row.operation === "chat" || row.operation === "embeddings");

const missing = ({ scope }: ScopedCalls) => ({
  lever: "exact-cache" as const,
  scope,
  reason:
    "Needs digests of requests, which these calls' rows do not have: they did not come through a gateway that keeps them (history.request_facts).",
});

const mayAsk = (calls: readonly HistoryCall[], { when }: Change): number =>
  calls.filter((call) => asksCache(call, when ?? "deterministic")).length;

type Spared = Awaited<ReturnType<typeof replayExactCache>>;

/** Each policy is tried out once. */
function remembering(calls: readonly HistoryCall[]): (change: Change) => Promise<Spared> {
  const { max_bytes: maxBytes, max_entry_bytes: maxEntryBytes } = cachesSchema.parse({}).exact;
  const tried = new Map<string, Promise<Spared>>();
  return (change) => {
    const key = JSON.stringify(change);
    const known = tried.get(key);
    if (known !== undefined) return known;
    const policy = exactCacheSchema.parse(change);
    const made = replayExactCache(calls, policy, { maxBytes, maxEntryBytes });
    tried.set(key, made);
    return made;
  };
}

/** What one policy spares beside another: a call that only the other one spares is a loss. */
function differences(
  calls: readonly HistoryCall[],
  sparedNow: Spared,
  sparedBefore: Spared,
): readonly CallSaving[] {
  return calls.flatMap((call): CallSaving[] => {
    const [isNow, was] = [sparedNow.has(call), sparedBefore.has(call)];
    if (isNow === was) return [];
    const { cost } = call;
    const after = isNow ? "answered" : call;
    if (cost === undefined) return [{ call, saved: undefined, after }];
    return [{ call, saved: isNow ? cost : picodollars(-cost), after }];
  });
}
