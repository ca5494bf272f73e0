import { isJsonObject, type JsonObject, listOrEmpty, objectOrAbsent } from "../../json-values.ts";
import { sseText } from "../../stream-ending/sse-text.ts";
import {
  nothingAdded,
  type StreamEnd,
  type StreamEnding,
  type StreamPiece,
} from "../../stream-ending/stream-ending.ts";
import { writeChatUsage } from "../../translate/openai-chat/usage.ts";
import { contentPieces } from "./content-pieces.ts";

/** Ends a stream of chunks: a reason to finish, usage where it was asked for, `[DONE]`. */
export class ChatStreamEnding implements StreamEnding {
  /** What all chunks of an answer have in common, as the newest has it. */
  #head: JsonObject = { object: "chat.completion.chunk" };

  take(chunk: JsonObject): StreamPiece {
    const { choices, usage: _usage, ...head } = chunk;
    this.#head = head;
    const [choice] = listOrEmpty(choices);
    const delta = isJsonObject(choice) ? objectOrAbsent(choice.delta) : undefined;
    if (delta === undefined) return nothingAdded;
    return {
      text: contentPieces(delta.content)
        .map((piece) => (piece.kind === "text" ? piece.text : ""))
        .join(""),
      hasToolCall: listOrEmpty(delta.tool_calls).length > 0 || isJsonObject(delta.function_call),
    };
  }

  end({ as, usage, includeUsage }: StreamEnd): Buffer {
    const finish_reason = as === "finished" ? "stop" : "length";
    const choices = [{ index: 0, delta: {}, logprobs: null, finish_reason }];
    const stated = usage === undefined ? undefined : writeChatUsage(usage);
    const last = includeUsage ? sseText({ ...this.#head, choices: [], usage: stated ?? null }) : "";
    return Buffer.from(`${sseText({ ...this.#head, choices })}${last}data: [DONE]\n\n`);
  }
}
