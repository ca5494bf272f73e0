import {
  type CacheTerms,
  type CacheTtl,
  marksSent,
  type PlannedMark,
  type PromptPath,
  planMarks,
  publishedTerms,
  ReuseTracker,
  type Seen,
  ttlMs,
} from "@headgate/levers";
import type { PromptRequest, PromptStream } from "./prompt-stream.ts";

/** `advised`: what the lever chooses, which knows only the past; otherwise every place is marked alike. */
export type TtlPolicy = "none" | "all_5m" | "all_1h" | "advised";

/** What a policy made of a stream, in tokens; `cost` is in tokens of plain input. */
export type PolicyRow = {
  policy: string;
  cost: number;
  of_none: number;
  read: number;
  written_5m: number;
  written_1h: number;
  plain: number;
  requests_marked: number;
};

/** The least that Anthropic keeps for most of its models. */
const MIN_TOKENS = 1_024;
/** Enough that none is forgotten for lack of room. */
const REMEMBERED = 1_000_000;

type Kept = { ttl: CacheTtl; untilMs: number };

/**
 * Plays a stream against a provider's cache as Anthropic documents it: only what a marker ends is kept, a request reads
 * the longest kept prefix of those it marks, reading renews its time, and what is marked beyond it is written.
 */
export function simulatePolicy(
  { blockTokens, requests }: PromptStream,
  policy: TtlPolicy,
  terms: CacheTerms = publishedTerms,
): PolicyRow {
  let nowMs = 0;
  const tracker = new ReuseTracker(REMEMBERED, () => nowMs);
  const provider = new Map<string, Kept>();
  const sums = { read: 0, written_5m: 0, written_1h: 0, plain: 0, requests_marked: 0 };
  for (const request of requests) {
    nowMs = request.atMs;
    const marks = marksOf(policy, tracker, request, { blockTokens, nowMs, terms });
    if (marks.length > 0) sums.requests_marked += 1;
    const end = (marks.at(-1)?.at ?? -1) + 1;
    let readEnd = end;
    while (readEnd > 0 && !isKept(provider.get(request.blocks[readEnd - 1] as string), nowMs)) {
      readEnd -= 1;
    }
    const read = provider.get(request.blocks[readEnd - 1] ?? "");
    if (read !== undefined) read.untilMs = nowMs + ttlMs[read.ttl];
    sums.read += readEnd * blockTokens;
    let from = readEnd;
    for (const { at, ttl } of marks) {
      const kept = provider.get(request.blocks[at] as string);
      if (kept !== undefined && isKept(kept, nowMs)) kept.untilMs = nowMs + ttlMs[kept.ttl];
      if (at < readEnd) continue;
      sums[ttl === "5m" ? "written_5m" : "written_1h"] += (at + 1 - from) * blockTokens;
      from = at + 1;
      provider.set(request.blocks[at] as string, { ttl, untilMs: nowMs + ttlMs[ttl] });
    }
    sums.plain += request.tokens - end * blockTokens;
  }
  const cost =
    sums.plain +
    sums.read * terms.read +
    sums.written_5m * terms.write["5m"] +
    sums.written_1h * terms.write["1h"];
  const all = requests.reduce((sum, { tokens }) => sum + tokens, 0);
  return { policy, cost, of_none: cost / all, ...sums };
}

const isKept = (kept: Kept | undefined, nowMs: number): boolean =>
  kept !== undefined && kept.untilMs > nowMs;

type Play = Readonly<{ blockTokens: number; nowMs: number; terms: CacheTerms }>;

function marksOf(
  policy: TtlPolicy,
  tracker: ReuseTracker,
  { blocks, head, tokens }: PromptRequest,
  { blockTokens, nowMs, terms }: Play,
): readonly PlannedMark[] {
  if (policy === "none" || blocks.length === 0) return [];
  const path: PromptPath = { digests: blocks, head, group: "all", tokens };
  const seen = tracker.see(path);
  const tokensBefore = blocks.map((_, index) => (index + 1) * blockTokens);
  if (policy === "advised") {
    const settings = { tokensBefore, minTokens: MIN_TOKENS, terms, nowMs };
    const { marks } = planMarks(tracker, path, seen, { ...settings, allowed: ["5m", "1h"] });
    marksSent(seen, marks, nowMs);
    return marks;
  }
  return everyPlace(seen, head, tokensBefore, policy === "all_5m" ? "5m" : "1h");
}

/** The same places that the lever can choose, all of them. */
const everyPlace = (
  { known, boundaries }: Seen,
  head: number,
  tokensBefore: readonly number[],
  ttl: CacheTtl,
): readonly PlannedMark[] =>
  [...new Set([head - 1, known - 1, boundaries.length - 1])]
    .filter((at) => at >= 0 && (tokensBefore[at] ?? 0) >= MIN_TOKENS)
    .sort((a, b) => a - b)
    .map((at) => ({ at, ttl }));
