import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../../json-values.ts";
import { providerErrorText } from "../../provider-error.ts";
import { noFacts, type StreamFacts } from "../../stream-facts.ts";
import { geminiServiceTier } from "../service-tier.ts";

/** What a stream of `GenerateContentResponse`s has said so far. */
export class AnswerFacts {
  readonly said: StreamFacts = noFacts();
  /** Each candidate that was seen, and whether it has said why it ended. */
  readonly #candidates = new Map<number, boolean>();
  #blocked = false;

  /** Whether the answer is whole though more may come: every candidate has ended, or the prompt was blocked. */
  get isWhole(): boolean {
    if (this.#blocked) return true;
    return this.#candidates.size > 0 && [...this.#candidates.values()].every((ended) => ended);
  }

  /** Usage is cumulative: the last one said counts, never the sum. */
  add(response: JsonObject): void {
    const { said } = this;
    said.responseModel = textOrAbsent(response.modelVersion) ?? said.responseModel;
    said.responseId = textOrAbsent(response.responseId) ?? said.responseId;
    said.serviceTier = geminiServiceTier(response) ?? said.serviceTier;
    said.rawUsage = objectOrAbsent(response.usageMetadata) ?? said.rawUsage;
    said.providerError = providerErrorText(response.error) ?? said.providerError;
    if (textOrAbsent(objectOrAbsent(response.promptFeedback)?.blockReason) !== undefined) {
      this.#blocked = true;
    }
    for (const candidate of listOrEmpty(response.candidates)) {
      if (!isJsonObject(candidate)) continue;
      const index = typeof candidate.index === "number" ? candidate.index : 0;
      const ends = textOrAbsent(candidate.finishReason) !== undefined;
      this.#candidates.set(index, ends || this.#candidates.get(index) === true);
    }
  }
}
