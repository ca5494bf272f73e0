import { inputTokens, type Usage } from "@headgate/contract";
import { putNewest, ReuseTracker } from "@headgate/levers";

/** What of a prompt a model's provider is expected to have in its cache. */
export type WarmPrefix = Readonly<{
  /** The share of the prompt's tokens that the cache may hold. */
  share: number;
  /** The chance that it does, over the calls that are expected. */
  warm: number;
}>;

/** Providers keep a prompt that nobody marks for about so long. */
const CACHE_MS = 300_000;
const MOST = 20_000;
/** What is kept of older shares at each new one. */
const KEPT = 0.9;
/** Fewer calls in time tell nothing of what a provider keeps. */
const LEAST = 3;
/** A run of calls is expected to be no longer. */
const MOST_EXPECTED_CALLS = 10;

type Share = { share: number; seen: number };
type Used = Readonly<{ fingerprint: string; model: string; provider: string }>;

/**
 * What providers' caches are expected to hold of prompts of one task, by what their answers said of it. Where a model was
 * asked within the time that providers keep a prompt, its cache holds as much as it did before. Where it was not, the first
 * of the calls that are expected to come in time writes it, and the others read it: so a model that is cold competes with
 * one that is warm by what both cost over those calls, and moving there must save more than the cache that is lost.
 * Of a model that was not asked yet nothing is hoped but what its provider does for the same task's prompts at another one.
 */
export class WarmPrefixes {
  readonly #nowMs: () => number;
  readonly #reuse: ReuseTracker;
  readonly #lastMs = new Map<string, number>();
  readonly #shares = new Map<string, Share>();
  /** Calls that are expected in time, by fingerprint. */
  readonly #expected = new Map<string, number>();

  /** @param nowMs a clock that never jumps */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#reuse = new ReuseTracker(MOST, nowMs);
  }

  /** A call of a task has come. */
  see(fingerprint: string): void {
    const { boundaries, headGroups } = this.#reuse.see({
      digests: [fingerprint],
      head: 1,
      group: fingerprint,
      tokens: 1,
    });
    const [boundary] = boundaries;
    if (boundary === undefined) return;
    const again = this.#reuse.chance(boundary, headGroups)["5m"];
    const calls = again >= 1 ? MOST_EXPECTED_CALLS : 1 / (1 - again);
    putNewest(this.#expected, fingerprint, Math.min(MOST_EXPECTED_CALLS, calls), MOST);
  }

  /** A model has answered. A provider that says nothing of its cache tells nothing. */
  answered({ fingerprint, model, provider }: Used, usage: Usage): void {
    const nowMs = this.#nowMs();
    const key = `${fingerprint} ${model}`;
    const lastMs = this.#lastMs.get(key);
    putNewest(this.#lastMs, key, nowMs, MOST);
    const total = inputTokens(usage);
    const { cache_read } = usage;
    if (lastMs === undefined || nowMs - lastMs > CACHE_MS) return;
    if (total === undefined || total === 0 || cache_read === undefined) return;
    for (const of of [key, `${fingerprint} at ${provider}`]) {
      const known = this.#shares.get(of) ?? { share: cache_read / total, seen: 0 };
      const share = KEPT * known.share + (1 - KEPT) * (cache_read / total);
      putNewest(this.#shares, of, { share, seen: known.seen + 1 }, MOST);
    }
  }

  /** Undefined where nothing is known to be kept. */
  expected({ fingerprint, model, provider }: Used): WarmPrefix | undefined {
    const own = this.#shares.get(`${fingerprint} ${model}`);
    const known =
      own !== undefined && own.seen >= LEAST
        ? own
        : this.#shares.get(`${fingerprint} at ${provider}`);
    if (known === undefined || known.seen < LEAST || known.share <= 0) return undefined;
    const lastMs = this.#lastMs.get(`${fingerprint} ${model}`);
    const isWarm = lastMs !== undefined && this.#nowMs() - lastMs <= CACHE_MS;
    const calls = this.#expected.get(fingerprint) ?? 1;
    return { share: known.share, warm: isWarm ? 1 : (calls - 1) / calls };
  }
}
