import type { ProducedText } from "../../estimate/stream-estimate.ts";
import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../../json-values.ts";
import { providerErrorText } from "../../provider-error.ts";
import type { EventKind, StreamFacts, StreamFormat } from "../../stream-meter.ts";
import { chatEstimate } from "./estimate.ts";
import { executedTools, withExecutedTools } from "./executed-tools.ts";
import { withSearch } from "./search-model.ts";
import { servedTier } from "./served-tier.ts";
import { chatStopReason } from "./stop-reason.ts";
import { readChatUsage } from "./usage.ts";

/**
 * OpenAI's chat stream: chunks, at the end one with usage and no choices, then `[DONE]`. Gemini's compatible
 * endpoint states the usage so far in every chunk, which is final only with the end
 * (https://discuss.ai.google.dev/t/endpoint-https-generativelanguage-googleapis-com-v1beta-openai-chat-completions-is-not-compliant-with-api-specs/127400,
 * not read again).
 */
export function chatStream(): StreamFormat {
  let tools = 0;
  return {
    // With usage requested, OpenAI sends `"usage":null` in every chunk but the last.
    marks: /"(?:usage|error|executed_tools|finish_reason)"(?! *: *n)|\[DONE\]/g,
    readText(data, facts) {
      if (data.trimEnd() !== "[DONE]") return undefined;
      facts.usageIsFinal = facts.rawUsage !== undefined;
      return "terminal";
    },
    readJson(chunk, _event, facts) {
      // Whether a later chunk adds to the list or repeats it is not documented: that there are some is what counts.
      tools = Math.max(tools, executedTools(chunk));
      return readChunk(chunk, facts);
    },
    readUsage: (raw, { responseModel }) =>
      withExecutedTools(withSearch(readChatUsage(raw), responseModel), tools),
  };
}

function readChunk(chunk: JsonObject, facts: StreamFacts): EventKind {
  facts.responseModel = textOrAbsent(chunk.model) ?? facts.responseModel;
  facts.responseId = textOrAbsent(chunk.id) ?? facts.responseId;
  facts.serviceTier = servedTier(chunk) ?? facts.serviceTier;
  facts.providerError = providerErrorText(chunk.error) ?? facts.providerError;
  facts.stopReason = chatStopReason(chunk, facts.stopReason);
  // Groq states it one level down, beside its request id.
  const usage = objectOrAbsent(chunk.usage) ?? objectOrAbsent(objectOrAbsent(chunk.x_groq)?.usage);
  if (usage === undefined) return "relay";
  facts.rawUsage = usage;
  facts.usageIsFinal = !isUnderway(chunk);
  return Array.isArray(chunk.choices) && chunk.choices.length === 0 ? "usage-chunk" : "relay";
}

/** Whether an answer of the chunk produces something and has not said why it finished. */
function isUnderway(chunk: JsonObject): boolean {
  return listOrEmpty(chunk.choices).some((choice) => {
    if (!isJsonObject(choice) || textOrAbsent(choice.finish_reason) !== undefined) return false;
    const produced: ProducedText = { output: "", reasoning: "" };
    chatEstimate.addProduced({ choices: [choice] }, produced);
    return produced.output !== "" || produced.reasoning !== "";
  });
}
