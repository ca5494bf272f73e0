import type { FinishReason, LedgerRow, Tags, WireFormat } from "@headgate/contract";
import {
  answerBounds,
  type JsonObject,
  passagesOf,
  promptPartsOf,
  promptViewOf,
} from "@headgate/providers";
import type { CachedOperation } from "../exact-cache/eligibility.ts";
import { prefixPlaces } from "../prefix-cache/prefix-places.ts";
import { prefixScope } from "../prefix-cache/prompt-subjects.ts";
import { passageFactsOf } from "./passage-facts.ts";
import { requestFactsOf } from "./request-facts.ts";
import { taskFactsOf } from "./task-facts.ts";

/** A request as somebody else wrote it down: its body, and not where it went or with which headers. */
export type LoggedRequest = Readonly<{
  operation: CachedOperation;
  format: WireFormat;
  json: JsonObject;
  provider: string;
  model: string | undefined;
  /** Who asked, as far as the log knows: the prompts of others share no prefix with it. */
  asker: string | undefined;
  tags: Tags;
  /** Of the whole prompt, as its provider counted; undefined where nobody says. */
  inputTokens: number | undefined;
  finishReason: FinishReason | undefined;
}>;

export type LoggedRequestTerms = Readonly<{
  /** What digests are keyed with: only rows of the same salt can be compared. */
  salt: Buffer;
  /** Larger requests are not told apart. */
  maxCachedBytes: number;
  /** Of larger ones no prefix is told. */
  maxPrefixBytes: number;
}>;

/**
 * What a row keeps of a logged request, as the gateway keeps of one that it sends: digests, sizes and counts, no text. The
 * body is told apart as the log has it, and by what its provider counted, so that two prompts of which a log hides the words
 * are not one; a gateway's digest of the same call is another one.
 *
 * @returns undefined where the log has less than was asked: no token is shorter than a byte, so the body was cut or its words
 *   are hidden
 */
export function loggedRequestFacts(
  asked: LoggedRequest,
  { salt, maxCachedBytes, maxPrefixBytes }: LoggedRequestTerms,
): Pick<LedgerRow, "prompt_parts" | "request_facts"> | undefined {
  const { operation, format, json, provider, model, asker, tags, inputTokens, finishReason } =
    asked;
  const body = Buffer.from(JSON.stringify(json));
  if (inputTokens !== undefined && inputTokens > body.length) return undefined;
  const facts = requestFactsOf({
    operation,
    question: {
      ...{ format, json, body, method: "POST", pathAndQuery: "", headers: {} },
      target: [provider, model, inputTokens?.toString()],
    },
    requestBytes: body.length,
    maxRequestBytes: maxCachedBytes,
    salt,
  });
  if (operation === "embeddings") return { request_facts: facts };

  const { answerTokens } = answerBounds({ format, operation }, { json });
  if (answerTokens !== undefined) facts.max_output_tokens = answerTokens;
  if (finishReason !== undefined) facts.finish_reason = finishReason;
  const view = promptViewOf(format, json);
  if (view !== undefined) {
    const task = { json, view, pathAndQuery: "", tasks: [], tags, declared: undefined };
    Object.assign(facts, taskFactsOf(task));
  }
  if (body.length <= maxPrefixBytes && model !== undefined) {
    const scope = prefixScope(asker ?? "", provider, model);
    const prefix = prefixPlaces(body, format, { salt, scope }, undefined);
    if (prefix !== undefined) facts.prefix = prefix;
  }
  if (view === undefined) return { request_facts: facts };
  const found = passagesOf(view);
  if (found !== undefined) facts.passages = passageFactsOf(found, salt);
  const parts = promptPartsOf(format, json, view);
  return parts === undefined
    ? { request_facts: facts }
    : { request_facts: facts, prompt_parts: parts };
}
