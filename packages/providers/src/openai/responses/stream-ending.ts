import { outputTokens, type Usage } from "@headgate/contract";
import { type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import { sseText } from "../../stream-ending/sse-text.ts";
import type { StreamEnd, StreamEnding, StreamPiece } from "../../stream-ending/stream-ending.ts";
import { writeChatUsage } from "../../translate/openai-chat/usage.ts";
import { OpenItems } from "./open-items.ts";

/**
 * Ends a responses stream: what is open is closed and marked as incomplete, and `response.incomplete` (or
 * `response.completed`) carries the whole response, put together from the events so far.
 */
export class ResponsesStreamEnding implements StreamEnding {
  readonly #items = new OpenItems();
  #response: JsonObject = { object: "response" };
  #sequence = -1;

  take(event: JsonObject, name: string | undefined): StreamPiece {
    const type = textOrAbsent(event.type) ?? name ?? "";
    if (typeof event.sequence_number === "number") this.#sequence = event.sequence_number;
    this.#response = objectOrAbsent(event.response) ?? this.#response;
    this.#items.take(type, event);
    const item = textOrAbsent(objectOrAbsent(event.item)?.type);
    return {
      text: type === "response.output_text.delta" ? (textOrAbsent(event.delta) ?? "") : "",
      hasToolCall: item?.endsWith("_call") === true,
    };
  }

  end({ as, usage }: StreamEnd): Buffer {
    const { output, events } = this.#items.close();
    const isFinished = as === "finished";
    const response: JsonObject = {
      ...this.#response,
      status: isFinished ? "completed" : "incomplete",
      incomplete_details: isFinished ? null : { reason: "max_output_tokens" },
      output,
      usage: usage === undefined ? null : (responsesUsage(usage) ?? null),
    };
    const type = isFinished ? "response.completed" : "response.incomplete";
    const last = [...events, { type, response }].map((event) => {
      this.#sequence += 1;
      return sseText({ ...event, sequence_number: this.#sequence }, String(event.type));
    });
    return Buffer.from(last.join(""));
  }
}

/** The same figures as in a chat's usage, in the words of responses. */
function responsesUsage(usage: Usage): JsonObject | undefined {
  const chat = writeChatUsage(usage);
  if (chat === undefined || outputTokens(usage) === undefined) return undefined;
  const input = objectOrAbsent(chat.prompt_tokens_details) ?? {};
  const output = objectOrAbsent(chat.completion_tokens_details) ?? {};
  return {
    input_tokens: chat.prompt_tokens,
    input_tokens_details: input,
    output_tokens: chat.completion_tokens,
    output_tokens_details: output,
    total_tokens: chat.total_tokens,
  };
}
