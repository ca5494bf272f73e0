import type { Feedback, FeedbackOutcome } from "@headgate/contract";
import type { RouteDesk } from "./route-desk.ts";

/** What one key may teach in an hour: more of it is not more people. */
const MOST_PER_HOUR = 200;
const HOUR_MS = 3_600_000;
const MOST_KEYS = 10_000;
const MOST_CALLS = 20_000;

type Given = { sinceMs: number; count: number };

/**
 * Takes what people thought of answers. A key teaches of its own calls, once each and so often an hour: one client must not
 * decide for all which model is good.
 */
export class FeedbackDesk {
  readonly #desk: RouteDesk;
  readonly #nowMs: () => number;
  readonly #byKey = new Map<string, Given>();
  readonly #calls = new Set<string>();
  learned = 0;
  refused = 0;

  constructor(desk: RouteDesk, nowMs: () => number) {
    this.#desk = desk;
    this.#nowMs = nowMs;
  }

  /** @param keyId whose feedback it is; undefined where an administrator gives it, who may speak of any call */
  take(feedback: Feedback, keyId: string | undefined): FeedbackOutcome {
    const outcome = this.#take(feedback, keyId);
    if (outcome === "learned") this.learned += 1;
    else this.refused += 1;
    return outcome;
  }

  #take({ call_id, quality, rating }: Feedback, keyId: string | undefined): FeedbackOutcome {
    const call = this.#desk.recent.get(call_id);
    // Another key's call is not told from one that there is not.
    if (call === undefined || (keyId !== undefined && call.keyId !== keyId)) return "unknown_call";
    if (this.#calls.has(call_id)) return "given_before";
    if (!this.#mayTeach(call.keyId)) return "too_much";
    const served = call.models[call.chosen];
    const worth = quality ?? (rating === "up" ? 1 : 0);
    if (served === undefined || this.#desk.label(call_id, new Map([[served, worth]])) !== "learned")
      return "unknown_call";
    this.#calls.add(call_id);
    if (this.#calls.size > MOST_CALLS) forgetOldest(this.#calls);
    return "learned";
  }

  #mayTeach(keyId: string): boolean {
    const nowMs = this.#nowMs();
    const before = this.#byKey.get(keyId);
    const given =
      before === undefined || nowMs - before.sinceMs > HOUR_MS
        ? { sinceMs: nowMs, count: 0 }
        : before;
    this.#byKey.set(keyId, given);
    if (this.#byKey.size > MOST_KEYS) forgetOldest(this.#byKey);
    if (given.count >= MOST_PER_HOUR) return false;
    given.count += 1;
    return true;
  }
}

function forgetOldest(kept: Map<string, unknown> | Set<string>): void {
  const [oldest] = kept.keys();
  if (oldest !== undefined) kept.delete(oldest);
}
