import { textOrAbsent } from "../json-values.ts";
import type { StopReason } from "../translate/answer.ts";
import { readStop } from "../translate/anthropic-messages/stop.ts";
import { readStopReason } from "../translate/bedrock-converse/stop.ts";
import { readFinishReason } from "../translate/openai-chat/stop.ts";

/**
 * Why a model stopped, where a log or trace repeats its provider's word: the vocabularies do not contradict each other.
 *
 * @returns undefined where nothing is stated, `other` for a word that none of them knows
 */
export function statedStopReason(stated: unknown): StopReason | undefined {
  const word = textOrAbsent(stated)?.toLowerCase();
  if (word === undefined || word === "") return undefined;
  const read = [
    readFinishReason(word).reason,
    readStop({ stop_reason: word })?.reason,
    readStopReason(word).reason,
  ];
  return read.find((reason) => reason !== undefined && reason !== "other") ?? "other";
}
