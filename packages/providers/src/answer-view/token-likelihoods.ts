import { isJsonObject, type JsonObject, listOrEmpty, objectOrAbsent } from "../json-values.ts";
import type { TokenLikelihood } from "./answer-view.ts";

/** More tokens say little more of how sure a model was. */
const MOST_TOKENS = 2_048;

/**
 * What the provider told of its tokens' probabilities, of any of the formats that can tell it: chat completions
 * (`choices[0].logprobs.content`), responses (`output[].content[].logprobs`) and Gemini (`candidates[0].logprobsResult`).
 *
 * @returns undefined where it told none, or not in that shape
 */
export function tokenLikelihoods(body: JsonObject): readonly TokenLikelihood[] | undefined {
  const told = [...ofChat(body), ...ofResponses(body), ...ofGemini(body)];
  return told.length === 0 ? undefined : told;
}

function ofChat({ choices }: JsonObject): readonly TokenLikelihood[] {
  const logprobs = objectOrAbsent(firstObject(choices)?.logprobs);
  return likelihoodsIn(logprobs?.content);
}

function ofResponses({ output }: JsonObject): readonly TokenLikelihood[] {
  const told: TokenLikelihood[] = [];
  for (const item of listOrEmpty(output)) {
    if (!isJsonObject(item)) continue;
    for (const part of listOrEmpty(item.content)) {
      if (isJsonObject(part)) told.push(...likelihoodsIn(part.logprobs));
    }
  }
  return told.slice(0, MOST_TOKENS);
}

function ofGemini({ candidates }: JsonObject): readonly TokenLikelihood[] {
  const result = objectOrAbsent(firstObject(candidates)?.logprobsResult);
  const others = listOrEmpty(result?.topCandidates);
  const told: TokenLikelihood[] = [];
  for (const [index, one] of listOrEmpty(result?.chosenCandidates).entries()) {
    if (index === MOST_TOKENS) break;
    const chosen = isJsonObject(one) ? one.logProbability : undefined;
    if (typeof chosen !== "number") continue;
    const { tokenId, token } = one as JsonObject;
    const next = listOrEmpty(objectOrAbsent(others[index])?.candidates)
      .filter(isJsonObject)
      .filter((other) => other.tokenId !== tokenId || other.token !== token)
      .map(({ logProbability }) => logProbability);
    told.push({ chosen, next: largest(next) });
  }
  return told;
}

/** OpenAI's list: each token with its own `logprob` and those of the likeliest, its own among them. */
function likelihoodsIn(list: unknown): readonly TokenLikelihood[] {
  const told: TokenLikelihood[] = [];
  for (const one of listOrEmpty(list).slice(0, MOST_TOKENS)) {
    if (!isJsonObject(one) || typeof one.logprob !== "number") continue;
    const others = listOrEmpty(one.top_logprobs)
      .filter(isJsonObject)
      .filter(({ token }) => token !== one.token)
      .map(({ logprob }) => logprob);
    told.push({ chosen: one.logprob, next: largest(others) });
  }
  return told;
}

function largest(values: readonly unknown[]): number | undefined {
  let most: number | undefined;
  for (const value of values) {
    if (typeof value === "number" && (most === undefined || value > most)) most = value;
  }
  return most;
}

const firstObject = (list: unknown): JsonObject | undefined => objectOrAbsent(listOrEmpty(list)[0]);
