import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../json-values.ts";
import { sseText } from "../stream-ending/sse-text.ts";
import type { StreamEnd, StreamEnding, StreamPiece } from "../stream-ending/stream-ending.ts";
import { writeFinishReason } from "../translate/gemini/stop.ts";
import { writeGeminiUsage } from "../translate/gemini/usage.ts";

/**
 * Ends a stream of `streamGenerateContent`: one more chunk that says why, and closes the array where it is one. What
 * separates the chunk from those before it the meter writes.
 */
export class GeminiStreamEnding implements StreamEnding {
  readonly #isArray: boolean;
  #model: string | undefined;
  #id: string | undefined;

  constructor(isArray: boolean) {
    this.#isArray = isArray;
  }

  take(chunk: JsonObject): StreamPiece {
    this.#model = textOrAbsent(chunk.modelVersion) ?? this.#model;
    this.#id = textOrAbsent(chunk.responseId) ?? this.#id;
    const [candidate] = listOrEmpty(chunk.candidates);
    const content = isJsonObject(candidate) ? objectOrAbsent(candidate.content) : undefined;
    const parts = listOrEmpty(content?.parts).filter(isJsonObject);
    return {
      text: parts
        .map((part) => (part.thought === true ? "" : (textOrAbsent(part.text) ?? "")))
        .join(""),
      hasToolCall: parts.some((part) => part.functionCall !== undefined),
    };
  }

  end({ as, usage }: StreamEnd): Buffer {
    const stated = usage === undefined ? undefined : writeGeminiUsage(usage);
    const chunk: JsonObject = {
      candidates: [
        {
          content: { role: "model", parts: [{ text: "" }] },
          finishReason: writeFinishReason({ reason: as === "finished" ? "end" : "length" }),
          index: 0,
        },
      ],
      ...(stated !== undefined && { usageMetadata: stated }),
      ...(this.#model !== undefined && { modelVersion: this.#model }),
      ...(this.#id !== undefined && { responseId: this.#id }),
    };
    if (!this.#isArray) return Buffer.from(sseText(chunk));
    return Buffer.from(`${JSON.stringify(chunk)}\n]`);
  }
}
