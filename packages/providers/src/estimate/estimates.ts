import type { WireFormat } from "@headgate/contract";
import { messagesEstimate } from "../anthropic/messages/estimate.ts";
import { converseEstimate } from "../bedrock/converse/estimate.ts";
import { invokeModelEstimate } from "../bedrock/invoke-model/estimate.ts";
import { geminiEstimate } from "../gemini/estimate.ts";
import { chatEstimate } from "../openai/chat-completions/estimate.ts";
import { responsesEstimate } from "../openai/responses/estimate.ts";
import type { StreamEstimate } from "./stream-estimate.ts";

/** How prompts and cut streams are counted, by the format of the call. */
export const estimates: ReadonlyMap<WireFormat, StreamEstimate> = new Map([
  ["openai.chat_completions", chatEstimate],
  ["openai.responses", responsesEstimate],
  ["anthropic.messages", messagesEstimate],
  ["gemini.generate_content", geminiEstimate],
  ["vertex.raw_predict", messagesEstimate],
  ["bedrock.converse", converseEstimate],
  ["bedrock.invoke_model", invokeModelEstimate],
]);
