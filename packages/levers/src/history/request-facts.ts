import type { RequestFacts } from "@headgate/contract";
import { type CachedOperation, isDeterministic, whyNotCached } from "../exact-cache/eligibility.ts";
import { messageCount } from "../exact-cache/last-question.ts";
import { type BareQuestion, questionDigests } from "../exact-cache/question-digests.ts";

type Mutable<Facts> = { -readonly [Name in keyof Facts]: Facts[Name] };

export type AskedRequest = Readonly<{
  operation: CachedOperation;
  question: BareQuestion;
  requestBytes: number;
  /** Larger requests are not told apart. */
  maxRequestBytes: number;
  salt: Buffer;
}>;

/** What a row keeps of a request as the client made it; what became of it on its way is the caller's to add. */
export function requestFactsOf(asked: AskedRequest): Mutable<RequestFacts> {
  const { operation, question, requestBytes, maxRequestBytes, salt } = asked;
  const { format, json } = question;
  const facts: Mutable<RequestFacts> = {};
  const turns = messageCount(format, json);
  if (turns !== undefined) facts.turns = turns;
  if (operation === "embeddings" || isDeterministic(json)) facts.deterministic = true;
  const refusal =
    whyNotCached(operation, json, "always") ??
    (requestBytes > maxRequestBytes ? "too_large" : undefined);
  if (refusal !== undefined) {
    facts.not_cached = refusal;
    return facts;
  }
  const digests = questionDigests(question, salt);
  if (digests === undefined) {
    facts.not_cached = "unusual_body";
    return facts;
  }
  facts.digest = digests.exact;
  if (digests.normal !== undefined) facts.normal_digest = digests.normal;
  return facts;
}
