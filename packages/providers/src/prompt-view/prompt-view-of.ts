import type { WireFormat } from "@headgate/contract";
import type { JsonObject } from "../json-values.ts";
import { chatView } from "./chat-view.ts";
import { converseView } from "./converse-view.ts";
import { geminiView } from "./gemini-view.ts";
import { messagesView } from "./messages-view.ts";
import type { PromptView } from "./prompt-view.ts";
import { responsesView } from "./responses-view.ts";

/**
 * A request as levers look at it.
 *
 * @param json the body of a request of this format, as read
 * @returns undefined for formats without messages, and for a body that is not of its documented shape: such a call is
 *   left as it is
 */
export function promptViewOf(format: WireFormat, json: JsonObject): PromptView | undefined {
  switch (format) {
    case "openai.chat_completions":
      return chatView(json);
    case "openai.responses":
      return responsesView(json);
    case "anthropic.messages":
      return messagesView(json, format);
    case "bedrock.invoke_model":
    case "vertex.raw_predict":
      // Bodies of other models are each family's own.
      return typeof json.anthropic_version === "string" ? messagesView(json, format) : undefined;
    case "bedrock.converse":
      return converseView(json);
    case "gemini.generate_content":
      return geminiView(json);
    case "openai.embeddings":
    case "openai.models":
    case "anthropic.count_tokens":
    case "anthropic.models":
    case "gemini.count_tokens":
    case "gemini.embed_content":
    case "gemini.models":
      return undefined;
    default:
      format satisfies never;
      return undefined;
  }
}
