import type { TranslatedFormat } from "../format.ts";
import { readMessagesError, writeMessagesError } from "./error.ts";
import { readMessage } from "./read-answer.ts";
import { readMessagesRequest } from "./read-request.ts";
import { MessagesStreamReader } from "./stream-reader.ts";
import { MessagesStreamWriter } from "./stream-writer.ts";
import { writeMessage } from "./write-answer.ts";
import { writeMessagesRequest } from "./write-request.ts";

/** Anthropic's messages. */
export const anthropicMessages: TranslatedFormat = {
  format: "anthropic.messages",
  settingNames: {
    maxOutputTokens: "max_tokens",
    temperature: "temperature",
    topP: "top_p",
    topK: "top_k",
    frequencyPenalty: "frequency_penalty",
    presencePenalty: "presence_penalty",
    seed: "seed",
    stopSequences: "stop_sequences",
    toolChoice: "tool_choice",
    parallelToolCalls: "tool_choice.disable_parallel_tool_use",
    output: "output_config.format",
    reasoning: "thinking",
    serviceTier: "service_tier",
    user: "metadata.user_id",
  },
  readRequest: (body, _path, notes) => readMessagesRequest(body, notes),
  writeRequest: writeMessagesRequest,
  readAnswer: readMessage,
  writeAnswer: writeMessage,
  streamReader: (notes) => new MessagesStreamReader(notes),
  streamWriter: (context, notes) => new MessagesStreamWriter(context, notes),
  streamContentType: "text/event-stream; charset=utf-8",
  takesComments: true,
  readError: readMessagesError,
  writeError: writeMessagesError,
};
