import { inputOf } from "../../estimate/input-of.ts";
import { contentTexts } from "../../estimate/prompt-parts.ts";
import type { ProducedText, PromptText, StreamEstimate } from "../../estimate/stream-estimate.ts";
import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../../json-values.ts";
import { contentPieces } from "./content-pieces.ts";
import { readChatUsage } from "./usage.ts";

/**
 * The envelope of a chat prompt: three tokens a message, one more for a name, and three that prime the
 * answer (https://github.com/openai/openai-cookbook/blob/main/examples/How_to_count_tokens_with_tiktoken.ipynb; read
 * 2026-11-28 in public copies of its function, the notebook itself not again). Tools and schemas are counted as their JSON text.
 */
const TOKENS_A_MESSAGE = 3;
const TOKENS_A_NAME = 1;
const TOKENS_OF_PRIMING = 3;

export const chatEstimate: StreamEstimate = {
  addProduced(event: JsonObject, produced: ProducedText): void {
    for (const choice of listOrEmpty(event.choices)) {
      const delta = isJsonObject(choice) ? objectOrAbsent(choice.delta) : undefined;
      if (delta === undefined) continue;
      for (const piece of contentPieces(delta.content)) {
        if (piece.kind === "text") produced.output += piece.text;
        if (piece.kind === "thinking") produced.reasoning += piece.text;
      }
      produced.output += textOrAbsent(delta.refusal) ?? "";
      // DeepSeek and vLLM; OpenRouter and Groq.
      produced.reasoning +=
        textOrAbsent(delta.reasoning_content) ?? textOrAbsent(delta.reasoning) ?? "";
      for (const call of listOrEmpty(delta.tool_calls)) {
        if (isJsonObject(call)) produced.output += functionText(call.function);
      }
      produced.output += functionText(delta.function_call);
    }
  },
  promptText(request: JsonObject): PromptText | undefined {
    if (!Array.isArray(request.messages)) return undefined;
    const texts: string[] = [];
    let envelopeTokens = TOKENS_OF_PRIMING;
    for (const message of request.messages) {
      if (!isJsonObject(message)) return undefined;
      const content = contentTexts(message.content);
      if (content === undefined || isJsonObject(message.audio)) return undefined;
      texts.push(...content, textOrAbsent(message.role) ?? "");
      envelopeTokens += TOKENS_A_MESSAGE;
      if (typeof message.name === "string") {
        texts.push(message.name);
        envelopeTokens += TOKENS_A_NAME;
      }
      for (const call of listOrEmpty(message.tool_calls)) {
        if (isJsonObject(call)) texts.push(functionText(call.function));
      }
    }
    for (const part of [request.tools, request.functions, request.response_format]) {
      if (part !== undefined && part !== null) texts.push(JSON.stringify(part));
    }
    return { texts, envelopeTokens };
  },
  /** Only where the usage so far stands in the chunks, which OpenAI's own do not have. */
  statedInput: (rawUsage) =>
    rawUsage === undefined ? undefined : inputOf(readChatUsage(rawUsage).usage),
  statedOutput(rawUsage) {
    const read = rawUsage === undefined ? undefined : readChatUsage(rawUsage);
    return { output: read?.usage.output, reasoning: read?.usage.reasoning };
  },
};

const functionText = (called: unknown): string =>
  isJsonObject(called)
    ? (textOrAbsent(called.name) ?? "") + (textOrAbsent(called.arguments) ?? "")
    : "";
