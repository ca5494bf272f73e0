import {
  inputTokens,
  type PrefixCachePolicy,
  type PrefixFacts,
  type Usage,
} from "@headgate/contract";
import type { History, HistoryCall } from "../history/history.ts";
import type { CallSaving } from "../history/proposal.ts";
import { savingByUsage } from "../history/saving-by-usage.ts";
import { takingTurns } from "../history/taking-turns.ts";
import { type CacheTerms, type CacheTtl, cacheTtls, publishedTerms } from "./cache-terms.ts";
import { markingRules } from "./marking-rules.ts";
import { isKept, marksSent, type PlannedMark, planMarks } from "./plan-marks.ts";
import { prefixScope } from "./prompt-subjects.ts";
import { ReuseTracker, type Seen } from "./reuse-tracker.ts";

/** More than a gateway remembers by default: a history is longer than a process lives. */
const MOST_PLACES = 100_000;
const BYTES_PER_TOKEN = 4;

export type PrefixReplay = Readonly<{
  savings: readonly CallSaving[];
  /** Calls whose prompts could have been marked. */
  markable: number;
  /** How many of them were marked, by time to live. */
  marked: Readonly<Record<CacheTtl, number>>;
}>;

/**
 * Marks the prompts of a history as the lever would have: re-use is measured as the calls come, and a choice rests on what
 * came before it alone. What the provider has is told by the marks, not by its usage, which there is none of; a prompt's
 * tokens are divided by its bytes.
 */
export async function replayPrefixCache(
  { price }: Pick<History, "price">,
  calls: readonly HistoryCall[],
  ttl: PrefixCachePolicy["ttl"] = "auto",
): Promise<PrefixReplay> {
  const turn = takingTurns();
  const clock = { nowMs: 0 };
  const tracker = new ReuseTracker(MOST_PLACES, () => clock.nowMs);
  const termsOf = rememberedTerms(price);
  const savings: CallSaving[] = [];
  const marked = { "5m": 0, "1h": 0 };
  let markable = 0;
  for (const call of calls) {
    await turn();
    const prefix = call.row.request_facts?.prefix;
    if (prefix === undefined || call.model === undefined) continue;
    clock.nowMs = call.row.started_at_ms;
    const bytes = prefix.places.map(([, before]) => before);
    const tokensBefore = bytes.map((before) => Math.floor(before / BYTES_PER_TOKEN));
    const seen = tracker.see({
      digests: prefix.places.map(([digest]) => digest),
      head: prefix.head,
      group: prefixScope(call.row.key_id ?? "", call.row.provider, call.model),
      tokens: tokensBefore.at(-1) as number,
    });
    const rules = rulesOf(call, prefix);
    if (rules === undefined) continue;
    markable += 1;
    const { marks } = planMarks(tracker, prefix, seen, {
      tokensBefore,
      minTokens: rules.minTokens,
      terms: termsOf(call),
      allowed: ttl === "auto" ? rules.ttls : rules.ttls.filter((one) => one === ttl),
      nowMs: clock.nowMs,
    });
    if (marks.length === 0) continue;
    for (const ttl of cacheTtls) if (marks.some((mark) => mark.ttl === ttl)) marked[ttl] += 1;
    const usage = usageMarked(call.row.usage, { bytes, seen, marks, nowMs: clock.nowMs });
    marksSent(seen, marks, clock.nowMs);
    savings.push(savingByUsage(price, call, usage));
  }
  return { savings, markable, marked };
}

/** What the provider takes of markers; undefined where the prompt is marked already, or was not billed as a plain one. */
function rulesOf({ row, format, kind, model, cost }: HistoryCall, prefix: PrefixFacts) {
  if (prefix.marked === true || format === undefined || kind === undefined || model === undefined)
    return undefined;
  if (row.outcome !== "completed" || row.usage_origin !== "provider" || cost === 0n)
    return undefined;
  if (row.changes?.some(({ lever }) => lever === "prefix-cache") === true) return undefined;
  return markingRules(format, kind, model);
}

type Marked = Readonly<{
  bytes: readonly number[];
  seen: Seen;
  marks: readonly PlannedMark[];
  nowMs: number;
}>;

/** What a call would have used had its prompt been marked; undefined where its plain input is not told. */
function usageMarked(usage: Usage, { bytes, seen, marks, nowMs }: Marked): Usage | undefined {
  const total = inputTokens(usage);
  const { input } = usage;
  const whole = bytes.at(-1);
  if (input === undefined || total !== input || whole === undefined || whole === 0)
    return undefined;
  const tokensAt = (at: number): number =>
    at < 0 ? 0 : Math.floor(((bytes[at] as number) / whole) * input);
  const end = marks.at(-1)?.at ?? -1;
  const readAt = seen.boundaries
    .slice(0, end + 1)
    .findLastIndex((boundary) => isKept(boundary, nowMs));
  const written = { "5m": 0, "1h": 0 };
  let from = readAt;
  for (const { at, ttl } of marks) {
    if (at <= from) continue;
    written[ttl] += tokensAt(at) - tokensAt(from);
    from = at;
  }
  return {
    ...usage,
    input: input - tokensAt(Math.max(from, readAt)),
    cache_read: tokensAt(readAt),
    cache_write_5m: written["5m"],
    cache_write_1h: written["1h"],
  };
}

/** What reading and writing cost beside plain input, by the call's own prices; as published where these are not known. */
function rememberedTerms(price: History["price"]): (call: HistoryCall) => CacheTerms {
  const known = new Map<string, CacheTerms>();
  const TOKENS = 1_000_000;
  return (call) => {
    const day = Math.floor(call.row.started_at_ms / 86_400_000);
    const key = JSON.stringify([call.row.provider, call.model, day]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const plain = price(call, { input: TOKENS });
    const part = (usage: Usage, published: number): number => {
      const cost = price(call, usage);
      if (plain === undefined || plain === 0n || cost === undefined) return published;
      return Number(cost) / Number(plain);
    };
    const terms: CacheTerms = {
      read: part({ cache_read: TOKENS }, publishedTerms.read),
      write: {
        "5m": part({ cache_write_5m: TOKENS }, publishedTerms.write["5m"]),
        "1h": part({ cache_write_1h: TOKENS }, publishedTerms.write["1h"]),
      },
    };
    known.set(key, terms);
    return terms;
  };
}
