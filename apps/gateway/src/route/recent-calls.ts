import type { ReadPrompt } from "@headgate/levers";

/** A call that a label may still come for. */
export type RecentCall = Readonly<{
  /** Of the pool that it was chosen from. */
  pool: string;
  models: readonly string[];
  prompt: ReadPrompt;
  /** What it was expected to cost at each model, in dollars; infinite where it could not be asked. */
  costs: Float64Array;
  /** The model whose answer the client got. */
  chosen: number;
  keyId: string;
}>;

/** Labels come seconds to hours after their calls; each call takes some kilobytes. */
const MOST = 4_000;

/** The calls that were routed last, by their ids. */
export class RecentCalls {
  readonly #calls = new Map<string, RecentCall>();

  note(callId: string, call: RecentCall): void {
    this.#calls.set(callId, call);
    if (this.#calls.size <= MOST) return;
    const [oldest] = this.#calls.keys();
    if (oldest !== undefined) this.#calls.delete(oldest);
  }

  get(callId: string): RecentCall | undefined {
    return this.#calls.get(callId);
  }
}
