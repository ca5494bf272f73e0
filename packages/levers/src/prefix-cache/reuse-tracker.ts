import { putNewest } from "../put-newest.ts";
import { type CacheTtl, cacheTtls, ttlMs } from "./cache-terms.ts";
import { bins, endOfBinMs, GapTable, type PlainGapTable } from "./gap-table.ts";

/** The chance that a prefix is used again before a provider forgets it. */
export type ReuseChance = Readonly<Record<CacheTtl, number>>;

/** What is known of a place at which a prompt can be cut: all that stands before it is one prefix. */
export type Boundary = {
  lastUseMs: number;
  /** How many requests long the conversation is that ends here. */
  turn: number;
  /** Gaps between its uses so far, and those of them that were short enough. */
  gaps: number;
  readonly within: Record<CacheTtl, number>;
  waiting: Waiting | undefined;
  /** Until when the provider has it, as far as it was marked through here. */
  kept: Readonly<{ ttl: CacheTtl; untilMs: number }> | undefined;
};

/** A prefix that was new, until it is used again. */
type Waiting = {
  readonly sinceMs: number;
  readonly tables: readonly GapTable[];
  bin: number;
  over: boolean;
};

/** What a request's prompt is made of, from its begin: digests of all that stands before each boundary. */
export type PromptPath = Readonly<{
  digests: readonly string[];
  /** About how many tokens it has. */
  tokens: number;
  /** How many of the digests end what is the same for many conversations: tools and system. */
  head: number;
  /** Whose prompts these are, e.g. key and model. */
  group: string;
}>;

/** What is known of each boundary of a request, and how soon its parts are likely to be used again. */
export type Seen = Readonly<{
  boundaries: readonly Boundary[];
  /** How many of them, from the begin on, other requests have used before. */
  known: number;
  /** By whose other prompts a boundary is judged, the nearest first. Named when somebody asks: most prompts are those of before. */
  headGroups: readonly string[];
  tailGroups: readonly string[];
}>;

/** How soon prompts were used again, by group, as it is kept. */
export type KeptReuse = readonly (readonly [group: string, table: PlainGapTable])[];

/** How many observations a wider group counts for beside those of a narrower one. */
const PRIOR_WEIGHT = 4;
const MOST_GROUPS = 5_000;

/**
 * Measures how soon prefixes of prompts are used again. It holds digests and times, no content; what was not used
 * for longest is forgotten first.
 *
 * A boundary's own gaps count most. One that is new is judged by how new ones of its group went: of the same key
 * and model after as many requests of the conversation and as many tokens, since it is tokens that are paid for; then
 * of all sizes, of all conversations, of everybody.
 * Where nothing was seen at all, the chance is 0.
 */
export class ReuseTracker {
  readonly #nowMs: () => number;
  readonly #boundaries = new Map<string, Boundary>();
  readonly #tables = new Map<string, GapTable>();
  /** By how many bins they have survived; the oldest first. */
  readonly #waiting: { items: Waiting[]; from: number }[] = Array.from({ length: bins }, () => ({
    items: [],
    from: 0,
  }));
  #most: number;

  /**
   * @param nowMs a clock that never jumps
   * @param most how many boundaries are remembered
   */
  constructor(most: number, nowMs: () => number) {
    this.#most = most;
    this.#nowMs = nowMs;
  }

  get size(): number {
    return this.#boundaries.size;
  }

  resize(most: number): void {
    this.#most = most;
    this.#makeRoom(this.#nowMs());
  }

  /** Takes a request down, and tells what is known of its boundaries. */
  see({ digests, head, group, tokens }: PromptPath): Seen {
    const nowMs = this.#nowMs();
    this.#pass(nowMs);
    const boundaries: Boundary[] = [];
    let known = 0;
    let turn = 0;
    for (const [index, digest] of digests.entries()) {
      const before = this.#boundaries.get(digest);
      if (before !== undefined) {
        known = index + 1;
        turn = Math.max(turn, before.turn);
        use(before, nowMs);
      }
      boundaries.push(before ?? newBoundary(nowMs));
    }
    // The begin of a prompt is of use to most others, so it is forgotten last.
    for (let index = digests.length - 1; index >= 0; index--) {
      const digest = digests[index] as string;
      this.#boundaries.delete(digest);
      this.#boundaries.set(digest, boundaries[index] as Boundary);
    }
    const last = boundaries.at(-1);
    if (last !== undefined && last.turn === 0) last.turn = turn + 1;
    const seen = new SeenPrompt(boundaries, known, { group, tokens, turn: last?.turn ?? 1 });
    const headEnd = head > 0 ? boundaries[head - 1] : undefined;
    if (isToBeAwaited(headEnd)) this.#await(headEnd, seen.headGroups, nowMs);
    if (last !== headEnd && isToBeAwaited(last)) this.#await(last, seen.tailGroups, nowMs);
    this.#makeRoom(nowMs);
    return seen;
  }

  /** The chance that a boundary is used again in time. */
  chance(boundary: Boundary, groups: readonly string[]): ReuseChance {
    const nowMs = this.#nowMs();
    const [fiveMinutes, hour] = cacheTtls.map((ttl) => {
      let chance = 0;
      for (const group of groups.toReversed()) {
        const table = this.#known(group);
        if (table === undefined) continue;
        const { known } = table;
        chance =
          (known * table.chanceWithin(ttlMs[ttl], nowMs) + PRIOR_WEIGHT * chance) /
          (known + PRIOR_WEIGHT);
      }
      return (boundary.within[ttl] + PRIOR_WEIGHT * chance) / (boundary.gaps + PRIOR_WEIGHT);
    }) as [number, number];
    return { "5m": fiveMinutes, "1h": hour };
  }

  plain(): KeptReuse {
    const nowMs = this.#nowMs();
    return [...this.#tables].map(([group, table]) => [group, table.plain(nowMs)]);
  }

  /**
   * Goes on from what was kept; of single prompts nothing is.
   * @throws RangeError where a table has another number of bins
   */
  restore(kept: KeptReuse): void {
    for (const [group, table] of kept)
      putNewest(this.#tables, group, GapTable.from(table), MOST_GROUPS);
  }

  /** Lets intervals grow old that are still open. */
  #pass(nowMs: number): void {
    for (const [bin, queue] of this.#waiting.entries()) {
      for (;;) {
        const waiting = queue.items[queue.from];
        if (waiting === undefined || waiting.sinceMs + endOfBinMs(bin) > nowMs) break;
        queue.from += 1;
        if (waiting.over) continue;
        const overMs = waiting.sinceMs + endOfBinMs(bin);
        leave(waiting, overMs, false);
        waiting.bin = bin + 1;
        for (const table of waiting.tables) table.entered(waiting.bin, waiting.sinceMs);
        this.#waiting[bin + 1]?.items.push(waiting);
      }
      if (queue.from > 1_000 && queue.from * 2 > queue.items.length) {
        queue.items.splice(0, queue.from);
        queue.from = 0;
      }
    }
  }

  #await(boundary: Boundary, groups: readonly string[], nowMs: number): void {
    const tables = groups.map((group) => this.#tableOf(group));
    const waiting: Waiting = { sinceMs: nowMs, tables, bin: 0, over: false };
    boundary.waiting = waiting;
    for (const table of tables) table.entered(0, nowMs);
    this.#waiting[0]?.items.push(waiting);
  }

  /** A group's table, which is used by that: the least lately used one is forgotten first. */
  #known(group: string): GapTable | undefined {
    const table = this.#tables.get(group);
    if (table !== undefined) putNewest(this.#tables, group, table, MOST_GROUPS);
    return table;
  }

  #tableOf(group: string): GapTable {
    const known = this.#known(group);
    if (known !== undefined) return known;
    const table = new GapTable();
    putNewest(this.#tables, group, table, MOST_GROUPS);
    return table;
  }

  #makeRoom(nowMs: number): void {
    for (const [digest, { waiting }] of this.#boundaries) {
      if (this.#boundaries.size <= this.#most) return;
      // What becomes of it will not be seen: as far as it has come, it has been counted.
      if (waiting !== undefined && !waiting.over) {
        waiting.over = true;
        leave(waiting, nowMs, false);
      }
      this.#boundaries.delete(digest);
    }
  }
}

class SeenPrompt implements Seen {
  readonly boundaries: readonly Boundary[];
  readonly known: number;
  readonly #of: Readonly<{ group: string; tokens: number; turn: number }>;

  constructor(
    boundaries: readonly Boundary[],
    known: number,
    of: Readonly<{ group: string; tokens: number; turn: number }>,
  ) {
    this.boundaries = boundaries;
    this.known = known;
    this.#of = of;
  }

  get headGroups(): readonly string[] {
    return [`${this.#of.group}|head`, "head"];
  }

  get tailGroups(): readonly string[] {
    const { group, tokens, turn } = this.#of;
    const turns = turnsOf(turn);
    return [
      `${group}|tail|${turns}|${sizeOf(tokens)}`,
      `${group}|tail|${turns}`,
      `${group}|tail`,
      "tail",
    ];
  }
}

/** A prefix that is new, and that nobody waits for yet. */
const isToBeAwaited = (boundary: Boundary | undefined): boundary is Boundary =>
  boundary !== undefined && boundary.gaps === 0 && boundary.waiting === undefined;

const newBoundary = (nowMs: number): Boundary => ({
  lastUseMs: nowMs,
  turn: 0,
  gaps: 0,
  within: { "5m": 0, "1h": 0 },
  waiting: undefined,
  kept: undefined,
});

function use(boundary: Boundary, nowMs: number): void {
  const gapMs = nowMs - boundary.lastUseMs;
  boundary.lastUseMs = nowMs;
  boundary.gaps += 1;
  for (const ttl of cacheTtls) if (gapMs <= ttlMs[ttl]) boundary.within[ttl] += 1;
  const { waiting } = boundary;
  if (waiting === undefined) return;
  boundary.waiting = undefined;
  waiting.over = true;
  leave(waiting, nowMs, true);
}

function leave({ tables, bin, sinceMs }: Waiting, atMs: number, wasUsed: boolean): void {
  for (const table of tables) table.left(bin, sinceMs, atMs, wasUsed);
}

/** Conversations that have come as far are alike; the longer, the wider. */
const turnsOf = (turn: number): number => Math.min(4, Math.floor(Math.log2(turn)));

/** Prompts of about the same size: each class is twice as large as the one before. */
const sizeOf = (tokens: number): number => Math.floor(Math.log2(Math.max(1, tokens)));
