import { unfailedOutcomes } from "@headgate/contract";
import type { AttemptFacts } from "../call/attempt.ts";

/** How many keys are remembered; the one that was not met for the longest is forgotten. */
const MOST = 4_000;
/** Attempts of a key that are remembered: the latest. */
const LATEST = 100;
/** What is older says nothing of now: a provider that was slow for a while is not left alone for good. */
const LATELY_MS = 3_600_000;
/** With fewer nothing is said about how long nearly all of them take. */
const TELLING = 20;
const MOSTLY = 0.95;

/** The latest attempts at a model: how many of them failed, and how long the whole answers took. */
export type SeenTimes = Readonly<{
  attempts: number;
  failed: number;
  /** Milliseconds to the end of the answer; undefined where too few answers are known. */
  medianMs: number | undefined;
  p95Ms: number | undefined;
}>;

/** One turn of a key's memory: when attempts ended, and how long they took; NaN for one that failed. */
type Ring = {
  readonly took: Float64Array;
  readonly atMs: Float64Array;
  next: number;
  count: number;
};

/** How long models take to answer and how often they fail, by task; of this process, the latest attempts of an hour. */
export class AnswerTimes {
  readonly #rings = new Map<string, Ring>();
  readonly #nowMs: () => number;

  /** @param nowMs a clock that is never put back */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** What its client or a rule of ours ended tells nothing of the model. */
  note(
    fingerprint: string | undefined,
    model: string,
    { outcome, durationMs }: Pick<AttemptFacts, "outcome" | "durationMs">,
  ): void {
    const isAnswer = outcome === "completed";
    if (!isAnswer && (unfailedOutcomes as readonly string[]).includes(outcome)) return;
    for (const key of keysOf(fingerprint, model)) {
      const ring = this.#rings.get(key) ?? newRing();
      ring.atMs[ring.next] = this.#nowMs();
      ring.took[ring.next] = isAnswer ? durationMs : Number.NaN;
      ring.next = (ring.next + 1) % LATEST;
      ring.count = Math.min(LATEST, ring.count + 1);
      this.#rings.delete(key);
      this.#rings.set(key, ring);
    }
    while (this.#rings.size > MOST) {
      const [oldest] = this.#rings.keys();
      if (oldest === undefined) break;
      this.#rings.delete(oldest);
    }
  }

  /** What was seen of the model on this task; undefined where nothing was. */
  of(fingerprint: string | undefined, model: string): SeenTimes | undefined {
    const [key = model] = keysOf(fingerprint, model);
    const ring = this.#rings.get(key);
    const seen = ring && this.#seenIn(ring);
    return seen?.attempts === 0 ? undefined : seen;
  }

  /**
   * Whether 95 of a hundred attempts are expected to be answered within this time: by the task's own attempts, else by all at the
   * model. One that failed was not, however soon: the client still waits for the reference then. Undefined where too few are known.
   */
  isWithin(fingerprint: string | undefined, model: string, ms: number): boolean | undefined {
    for (const key of keysOf(fingerprint, model)) {
      const ring = this.#rings.get(key);
      if (ring === undefined) continue;
      const lately = this.#latelyIn(ring);
      if (lately.length < TELLING) continue;
      const within = lately.filter((took) => took <= ms).length;
      return within >= Math.ceil(MOSTLY * lately.length);
    }
    return undefined;
  }

  #latelyIn({ took, atMs, count }: Ring): Float64Array {
    const sinceMs = this.#nowMs() - LATELY_MS;
    return took.subarray(0, count).filter((_, index) => (atMs[index] as number) > sinceMs);
  }

  #seenIn(ring: Ring): SeenTimes {
    const lately = this.#latelyIn(ring);
    const answers = lately.filter((ms) => !Number.isNaN(ms)).sort();
    const at = (share: number): number | undefined =>
      answers.length < TELLING ? undefined : answers[Math.ceil(share * answers.length) - 1];
    return {
      attempts: lately.length,
      failed: lately.length - answers.length,
      medianMs: at(0.5),
      p95Ms: at(MOSTLY),
    };
  }
}

const newRing = (): Ring => ({
  ...{ took: new Float64Array(LATEST), atMs: new Float64Array(LATEST) },
  ...{ next: 0, count: 0 },
});

/** The narrowest first. */
const keysOf = (fingerprint: string | undefined, model: string): readonly string[] =>
  fingerprint === undefined ? [model] : [`${fingerprint} ${model}`, model];
