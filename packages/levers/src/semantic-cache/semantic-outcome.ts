import type {
  Attribution,
  ExperimentPlace,
  SemanticCachePolicy,
  SemanticRefusal,
} from "@headgate/contract";
import type { CacheRequest } from "../exact-cache/exact-cache.ts";
import type { KeptAnswer } from "../exact-cache/kept-answer.ts";
import type { Spared } from "./near-groups.ts";

/** A call as the semantic cache looks at it; `policy` is the exact cache's, for what may be shared and for how long. */
export type SemanticRequest = Omit<CacheRequest, "onGone"> &
  Readonly<{
    semantic: SemanticCachePolicy;
    /** Whose spend its vector is, where that costs something. */
    attribution: Attribution;
    /** And in whose arms it is spent; absent where the call is in none. */
    experiments?: readonly ExperimentPlace[] | undefined;
    /** Whether the exact cache will keep the answer: then it is not kept twice. */
    isKept: boolean;
  }>;

/** What is learned from the answer that a provider gave. */
export interface Following {
  /**
   * The call has ended: with an answer that may be kept, or without. Only the first word counts.
   *
   * @param cost what the answer cost
   */
  end(answer: KeptAnswer, cost: Spared): void;
  end(answer: undefined): void;
}

export type SemanticOutcome =
  /** Not looked for: switched off, or why not. */
  | Readonly<{ kind: "passed"; reason: SemanticRefusal | "off" }>
  | Readonly<{
      kind: "answered";
      status: "hit";
      tier: "semantic";
      answer: KeptAnswer;
      ageMs: number;
      sinceUseMs: number;
      similarity: number;
      /** Takes note of what that saved. */
      noteSaved: (saved: Spared) => void;
    }>
  | Readonly<{ kind: "missed"; following: Following }>;
