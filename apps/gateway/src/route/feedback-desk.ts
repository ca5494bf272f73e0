import type { Feedback, FeedbackOutcome } from "@headgate/contract";
import type { FeedbackOfKey, FeedbackStore } from "@headgate/ledger";
import type { RecentCall } from "./recent-calls.ts";
import type { RouteDesk } from "./route-desk.ts";

/** What one key may teach on a day: more of it is not more people. */
const MOST_PER_DAY = 500;

type Store = FeedbackStore & Readonly<{ close: () => Promise<void> }>;
type Options = Readonly<{
  routeDesk: RouteDesk;
  /** Opens the small state. */
  open: () => Promise<Store>;
  nowMs: () => number;
}>;

/**
 * Takes what people thought of answers, and keeps it. A key teaches of its own calls, once each and so often a day: one
 * client must not decide for all which model is good.
 */
export class FeedbackDesk {
  readonly #options: Options;
  /** Opened by the first word: a gateway that hears none carries no database for it. */
  #store: Promise<Store> | undefined;
  /** Since the process started. */
  learned = 0;
  refused = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * @param keyId whose feedback it is; undefined where an administrator gives it, who may speak of any call
   * @throws HeadgateError `state_unusable`
   */
  async take(feedback: Feedback, keyId: string | undefined): Promise<FeedbackOutcome> {
    const outcome = await this.#take(feedback, keyId);
    if (outcome === "learned") this.learned += 1;
    else this.refused += 1;
    return outcome;
  }

  /** What is kept, by key; the one that said most first. */
  async byKey(): Promise<readonly FeedbackOfKey[]> {
    return (await this.#opened()).feedbackByKey();
  }

  async close(): Promise<void> {
    await (await this.#store?.catch(() => undefined))?.close();
  }

  async #take(
    { call_id, quality, rating }: Feedback,
    keyId: string | undefined,
  ): Promise<FeedbackOutcome> {
    const { routeDesk, nowMs } = this.#options;
    const call = await routeDesk.recall(call_id);
    if (call === undefined) return this.#outcomeOfOld(call_id, keyId);
    // Another key's call is not told from one that there is not.
    const model = call.models[call.served];
    if (!isOf(call, keyId) || model === undefined) return "unknown_call";
    const worth = quality ?? (rating === "up" ? 1 : 0);
    const store = await this.#opened();
    const kept = await store.keepFeedback(
      {
        ...{ callId: call_id, keyId: call.keyId, policy: call.policy, model, quality: worth },
        by: keyId === undefined ? "administrator" : "key",
        fingerprint: call.prompt.fingerprint ?? "",
        atMs: nowMs(),
      },
      MOST_PER_DAY,
    );
    if (kept !== "kept") return kept;
    routeDesk.labelling.heard(call_id, worth);
    return "learned";
  }

  /** Of a call that is not remembered any more, people may have spoken before. */
  async #outcomeOfOld(callId: string, keyId: string | undefined): Promise<FeedbackOutcome> {
    const before = await (await this.#opened()).feedbackOn(callId);
    return before !== undefined && isOf(before, keyId) ? "given_before" : "unknown_call";
  }

  async #opened(): Promise<Store> {
    this.#store ??= this.#options.open();
    try {
      return await this.#store;
    } catch (error) {
      // Tried again by the next word.
      this.#store = undefined;
      throw error;
    }
  }
}

const isOf = ({ keyId: owner }: Pick<RecentCall, "keyId">, keyId: string | undefined): boolean =>
  keyId === undefined || keyId === owner;
