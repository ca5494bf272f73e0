import type { TranslatedFormat } from "../format.ts";
import { readChatError, writeChatError } from "./error.ts";
import { readChatAnswer } from "./read-answer.ts";
import { readChatRequest } from "./read-request.ts";
import { ChatStreamReader } from "./stream-reader.ts";
import { ChatStreamWriter } from "./stream-writer.ts";
import { writeChatAnswer } from "./write-answer.ts";
import { writeChatRequest } from "./write-request.ts";

/** OpenAI's chat completions. */
export const openaiChat: TranslatedFormat = {
  format: "openai.chat_completions",
  settingNames: {
    maxOutputTokens: "max_completion_tokens",
    temperature: "temperature",
    topP: "top_p",
    topK: "top_k",
    frequencyPenalty: "frequency_penalty",
    presencePenalty: "presence_penalty",
    seed: "seed",
    stopSequences: "stop",
    toolChoice: "tool_choice",
    parallelToolCalls: "parallel_tool_calls",
    output: "response_format",
    reasoning: "reasoning_effort",
    serviceTier: "service_tier",
    user: "user",
  },
  readRequest: (body, _path, notes) => readChatRequest(body, notes),
  writeRequest: writeChatRequest,
  readAnswer: readChatAnswer,
  writeAnswer: writeChatAnswer,
  streamReader: (notes) => new ChatStreamReader(notes),
  streamWriter: (context, notes) => new ChatStreamWriter(context, notes),
  streamContentType: "text/event-stream; charset=utf-8",
  takesComments: true,
  readError: readChatError,
  writeError: writeChatError,
};
