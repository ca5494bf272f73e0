import type { AnswerFindings, LabelSource, ReadPrompt } from "@headgate/levers";
import type { KeptCalls } from "./kept-calls.ts";

/** What a certificate chose for a call. */
export type CertifiedChoice = Readonly<{
  /** The promise that it is certified at. */
  promise: number;
  /** Place of the model. */
  place: number;
  /** Whether the reference was asked instead, since the choice was out of force. */
  isOut: boolean;
}>;

/** A call that a label may still come for. */
export type RecentCall = Readonly<{
  /** Of the pool that it was chosen from, and its policy. */
  pool: string;
  policy: string;
  models: readonly string[];
  prompt: ReadPrompt;
  /** The kind of task that it was taken for; undefined where that is not plain. */
  task: string | undefined;
  /** What it was expected to cost at each model, in dollars; infinite where it could not be asked. */
  costs: Float64Array;
  /** What was expected of each model; undefined while nothing was learned. */
  expected: Float64Array | undefined;
  /** The share of the reference's quality that was promised, with which its pool is opened again. */
  promise: number;
  keyId: string;
  /** Who may be asked about longer answers to it; absent where nobody may. */
  judge?: string | undefined;
  /** What a certificate chose; absent where none was in force, or the policy only looks on. */
  certified?: CertifiedChoice | undefined;
}> & {
  /** Place of the model whose answer the client got. */
  served: number;
  /** What checks found in the answer of the model that was chosen; undefined where none looked at it. */
  looked: Readonly<{ model: string; findings: AnswerFindings }> | undefined;
  /** What models were found to be worth beside the reference, by their names. */
  readonly judged: Map<string, Readonly<{ by: LabelSource; worth: number }>>;
  /** What people said of the answer that the client got. */
  people: Readonly<{ model: string; worth: number }> | undefined;
};

/** Labels come seconds to hours after their calls; each call takes some kilobytes. */
const MOST = 4_000;

/** The calls that were routed last, by their ids. */
export class RecentCalls {
  readonly #calls = new Map<string, RecentCall>();
  readonly #kept: Pick<KeptCalls, "note" | "find">;

  /** @param kept where they lie beyond the process */
  constructor(kept: Pick<KeptCalls, "note" | "find">) {
    this.#kept = kept;
  }

  note(callId: string, call: RecentCall): void {
    this.#calls.set(callId, call);
    if (this.#calls.size <= MOST) return;
    const [oldest] = this.#calls.keys();
    if (oldest !== undefined) this.#calls.delete(oldest);
  }

  get(callId: string): RecentCall | undefined {
    return this.#calls.get(callId);
  }

  /** Has a call kept as it stands now, where it was routed. */
  keep(callId: string): void {
    const call = this.#calls.get(callId);
    if (call !== undefined) this.#kept.note(callId, call);
  }

  /** The same, looked up where it was made before this process, or too many were since. */
  async recall(callId: string): Promise<RecentCall | undefined> {
    const call = this.#calls.get(callId) ?? (await this.#kept.find(callId));
    // In the meantime somebody else may have asked for it.
    const known = this.#calls.get(callId);
    if (known === undefined && call !== undefined) this.note(callId, call);
    return known ?? call;
  }
}
