import { inputTokens, type Usage } from "@headgate/contract";
import { byModelAndFeature, type CallSaving, type HistoryCall, scopeText } from "@headgate/levers";
import { type Picodollars, picodollars } from "@headgate/money";
import type { Finding } from "./advice-of-finding.ts";
import type { LeftCalls } from "./left-calls.ts";

/** How long a provider keeps a marked prefix after its last use, by the mark's time to live. */
const ways = { "5m": 300_000, "1h": 3_600_000, none: 0 } as const;
type Way = keyof typeof ways;

/** A mark's place is told by tokens and a prompt's places by bytes: so far they may differ, of the whole. */
const PLACE_MARGIN = 0.03;

const titles: Readonly<Record<Way, string>> = {
  "5m": "Mark prompts for five minutes, not an hour",
  "1h": "Mark prompts for an hour, not five minutes",
  none: "Take the cache marks out",
};
const steps: Readonly<Record<Way, string>> = {
  "5m": "Leave ttl out of cache_control: five minutes is the default, and each use renews it.",
  "1h": 'Send cache_control with ttl "1h".',
  none: "Leave cache_control out, or let the prefix-cache lever mark where that pays: policies[].prefix_cache in headgate.yaml.",
};

/**
 * Where clients mark prompts for a provider's cache themselves, and another time to live would have cost less on these very
 * calls: written again since each comes after the five minutes, kept for an hour that nobody used, or never read at all.
 * Simulation is held against simulation: what the provider wrote again though it was kept, as where calls run beside each
 * other, another time to live would not bring back. Where the provider told of nothing written, which time the marks have
 * is not known.
 */
export function findCacheTtl(left: LeftCalls): readonly Finding[] {
  return byModelAndFeature(left.calls).flatMap(({ scope, calls }): Finding[] => {
    const marked = calls.filter(isMarkedByClient);
    if (marked.length === 0) return [];
    const present = presentWay(marked);
    if (present === undefined) return [];
    const kept = markedPlaces(marked);
    const base = simulated(left, marked, { way: present, kept });
    const tried = (Object.keys(ways) as Way[])
      .filter((way) => way !== present)
      .map((way) => ({
        way,
        savings: savingsAgainst(base, simulated(left, marked, { way, kept })),
      }));
    const best = tried.reduce((most, one) =>
      sumOf(one.savings) > sumOf(most.savings) ? one : most,
    );
    const named = { kind: "cache-ttl", scope } as const;
    const taken = left.take(named, best.savings);
    if (taken === undefined) return [];
    return [
      {
        ...{ ...named, phase: "quick_wins", ...taken },
        title: `${titles[best.way]}: ${scopeText(scope)}, whose clients mark them`,
        steps: [steps[best.way]],
        figures: [
          { what: "calls with marks of their clients", value: String(marked.length) },
          ...tokenFigures(marked),
        ],
        confidence: {
          level: "medium",
          reason:
            "Which prompts begin alike, and when they came, is told by digests; that the provider keeps as long as it says is taken from its documentation.",
        },
        quality: {
          risk: "none",
          reason: "The model reads the same prompt; marks are no part of it.",
          check: "The provider's own usage tells what was read and written.",
        },
        effortHours: 1,
        depth: "facts",
      },
    ];
  });
}

/** Calls whose marks are the client's own, and of which the provider said what it read and wrote. */
function isMarkedByClient({ row }: HistoryCall): boolean {
  return (
    row.request_facts?.prefix?.marked === true &&
    row.usage_origin === "provider" &&
    row.outcome === "completed" &&
    markedTokens(row.usage) > 0
  );
}

/** What of a prompt stood before its last mark: what was read from the cache and what was written into it. */
const markedTokens = (usage: Usage): number =>
  [usage.cache_read, usage.cache_write_5m, usage.cache_write_1h].reduce<number>(
    (sum, tokens) => (tokens === undefined ? sum : sum + tokens),
    0,
  );

/** The time to live that the marks have, by what was written most; undefined where nothing was. */
function presentWay(calls: readonly HistoryCall[]): "5m" | "1h" | undefined {
  const written = (bucket: "cache_write_5m" | "cache_write_1h"): number =>
    calls.reduce((sum, { row }) => {
      const tokens = row.usage[bucket];
      return tokens === undefined ? sum : sum + tokens;
    }, 0);
  const [short, long] = [written("cache_write_5m"), written("cache_write_1h")];
  if (short === 0 && long === 0) return undefined;
  return long > short ? "1h" : "5m";
}

/** A place of a prompt, as one key's calls to one model of a provider share it. */
const placeKey = ({ row, model }: HistoryCall, digest: string): string =>
  JSON.stringify([row.key_id, row.provider, model, digest]);

/**
 * Places that the provider has read up to: it keeps what was marked alone, so there a mark stands, beside the last one of each
 * call. A mark that nothing was ever read up to is not seen, and what it would keep is not promised.
 */
const markedPlaces = (calls: readonly HistoryCall[]): ReadonlySet<string> =>
  new Set(
    calls.flatMap((call) => {
      const { usage, request_facts: facts } = call.row;
      const [total, read] = [inputTokens(usage), usage.cache_read];
      const places = facts?.prefix?.places;
      const whole = places?.at(-1)?.[1];
      if (!total || !read || !places || !whole) return [];
      return places
        .filter(([, bytes]) => Math.abs(bytes / whole - read / total) <= PLACE_MARGIN)
        .map(([digest]) => placeKey(call, digest));
    }),
  );

type Simulated = Readonly<{ usage: Usage; cost: Picodollars }>;
type Marks = Readonly<{ way: Way; kept: ReadonlySet<string> }>;

/** What each call would have used and cost with marks of that time to live; undefined where that is not known. */
function simulated(
  { history }: LeftCalls,
  calls: readonly HistoryCall[],
  marks: Marks,
): readonly Readonly<{ call: HistoryCall; is: Simulated | undefined }>[] {
  const lastUsedMs = new Map<string, number>();
  return calls.map((call) => {
    const usage = usageWith(call, marks, lastUsedMs);
    const cost = usage === undefined ? undefined : history.price(call, usage);
    const is = usage === undefined || cost === undefined ? undefined : { usage, cost };
    return { call, is };
  });
}

/** From what a call cost, or would have cost with the marks that it has where that is less, to what it would cost. */
const savingsAgainst = (
  base: ReturnType<typeof simulated>,
  other: ReturnType<typeof simulated>,
): readonly CallSaving[] =>
  base.map(({ call, is: now }, index): CallSaving => {
    const then = other[index]?.is;
    if (now === undefined || then === undefined || call.cost === undefined) {
      return { call, saved: undefined, after: call };
    }
    const from = call.cost < now.cost ? call.cost : now.cost;
    const saved = picodollars(from - then.cost);
    // What is left of the call is what it cost less what is saved: misses of the provider stay in it.
    const cost = picodollars(call.cost - saved);
    return { call, saved, after: { ...call, row: { ...call.row, usage: then.usage }, cost } };
  });

/** What the call would have used with its marks that long; undefined where the places of its prompt do not tell. */
function usageWith(
  call: HistoryCall,
  { way, kept }: Marks,
  lastUsedMs: Map<string, number>,
): Usage | undefined {
  const { row } = call;
  const { usage, started_at_ms: atMs } = row;
  const total = inputTokens(usage);
  const places = row.request_facts?.prefix?.places;
  const whole = places?.at(-1)?.[1];
  if (total === undefined || total === 0 || places === undefined || !whole) return undefined;
  const { cache_read: _r, cache_write_5m: _5, cache_write_1h: _1, ...plain } = usage;
  if (way === "none") return { ...plain, input: total };
  const marked = markedTokens(usage);
  const within = places.slice(0, placeOfMark(places, { whole, share: marked / total }) + 1);
  // Where the mark is before the first place that is told, what was kept of it is not.
  if (within.length === 0) return undefined;
  const keys = within.map(([digest]) => placeKey(call, digest));
  const readAt = keys.findLastIndex((key) => {
    const usedMs = lastUsedMs.get(key);
    return usedMs !== undefined && atMs - usedMs < ways[way];
  });
  for (const [at, key] of keys.entries()) {
    if (at === keys.length - 1 || kept.has(key)) lastUsedMs.set(key, atMs);
  }
  const read = readAt === -1 ? 0 : readTokens(within, readAt, { marked, total, whole });
  return {
    ...plain,
    input: total - marked,
    cache_read: read,
    [way === "1h" ? "cache_write_1h" : "cache_write_5m"]: marked - read,
  };
}

/**
 * Which place is a call's last mark: the nearest to its share of the prompt, since a short question may lie within the margin behind
 * it. -1 where the mark stands before all of them.
 */
function placeOfMark(
  places: readonly (readonly [string, number])[],
  { whole, share }: Readonly<{ whole: number; share: number }>,
): number {
  let nearest = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [at, [, bytes]] of places.entries()) {
    const distance = Math.abs(bytes / whole - share);
    if (bytes / whole > share + PLACE_MARGIN || distance > least) continue;
    [nearest, least] = [at, distance];
  }
  return nearest;
}

/** The last place before the mark is the mark itself. */
function readTokens(
  within: readonly (readonly [string, number])[],
  at: number,
  { marked, total, whole }: Readonly<{ marked: number; total: number; whole: number }>,
): number {
  if (at === within.length - 1) return marked;
  const [, bytes] = within[at] as readonly [string, number];
  return Math.min(marked, Math.floor((total * bytes) / whole));
}

const sumOf = (savings: readonly CallSaving[]): bigint =>
  savings.reduce((sum, { saved }) => (saved === undefined ? sum : sum + saved), 0n);

function tokenFigures(calls: readonly HistoryCall[]): Finding["figures"] {
  const named = {
    cache_read: "tokens read from the cache",
    cache_write_5m: "tokens written for five minutes",
    cache_write_1h: "tokens written for an hour",
  } as const;
  return (Object.keys(named) as (keyof typeof named)[]).flatMap((bucket) => {
    const tokens = calls.reduce((sum, { row }) => {
      const some = row.usage[bucket];
      return some === undefined ? sum : sum + some;
    }, 0);
    return tokens === 0 ? [] : [{ what: named[bucket], value: String(tokens) }];
  });
}
