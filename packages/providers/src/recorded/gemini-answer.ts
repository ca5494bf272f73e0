import { readGeminiUsage } from "../gemini/usage.ts";
import { isJsonObject, listOrEmpty, objectOrAbsent, textOrAbsent } from "../json-values.ts";
import type { MeterReading } from "../meter.ts";
import { noFacts, readingOf } from "../stream-facts.ts";
import type { ObjectPieces } from "./answer-pieces.ts";
import { endOf } from "./end-of-answer.ts";

/** Usage is cumulative: the last figure counts, and is final once a reason to finish was told. */
export function readGemini({ kind, objects }: ObjectPieces): MeterReading {
  const facts = noFacts();
  let ended = false;
  for (const object of objects) {
    facts.rawUsage = objectOrAbsent(object.usageMetadata) ?? facts.rawUsage;
    facts.responseModel = textOrAbsent(object.modelVersion) ?? facts.responseModel;
    facts.responseId = textOrAbsent(object.responseId) ?? facts.responseId;
    const blocked = objectOrAbsent(object.promptFeedback)?.blockReason !== undefined;
    const candidates = listOrEmpty(object.candidates).filter(isJsonObject);
    ended ||= blocked || candidates.some((candidate) => candidate.finishReason !== undefined);
  }
  facts.usageIsFinal = kind === "json" || ended;
  const usage = objectOrAbsent(facts.rawUsage);
  facts.serviceTier = textOrAbsent(usage?.serviceTier) ?? textOrAbsent(usage?.trafficType);
  return readingOf(facts, { readUsage: readGeminiUsage }, endOf(facts.usageIsFinal));
}
