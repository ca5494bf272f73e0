import type { CacheKey } from "../exact-cache/cache-key.ts";

/** An answered question as gateways tell each other of it; the answer lies in the store that they share, under its call. */
export type ToldQuestion = Readonly<{
  callId: string;
  scope: CacheKey;
  owner: string;
  namespace: string;
  tags: Readonly<Record<string, string>>;
  text: string;
  vector: Float32Array;
  answerKey: string;
  /** Whether any fresh answer can be compared with its answer; absent where an older gateway told of it, which is no. */
  isJudgeable?: boolean;
}>;
