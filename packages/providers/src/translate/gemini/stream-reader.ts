import type { JsonObject } from "../../json-values.ts";
import type { AnswerEvent } from "../answer.ts";
import type { AnswerStreamReader } from "../format.ts";
import type { TranslationNotes } from "../notes.ts";
import { SseReader } from "../sse-reader.ts";
import { AnswerChunkReader } from "./answer-chunks.ts";
import { readGeminiError } from "./error.ts";

/** Reads a stream of answers. Gemini has no last event: the stream ends where the bytes do. */
export class GeminiStreamReader implements AnswerStreamReader {
  readonly #sse = new SseReader();
  readonly #chunks: AnswerChunkReader;
  #failed = false;

  constructor(notes: TranslationNotes) {
    this.#chunks = new AnswerChunkReader(notes);
  }

  push(chunk: Buffer): readonly AnswerEvent[] {
    return this.#sse.push(chunk).flatMap(({ json }) => [...this.#read(json)]);
  }

  finish(): readonly AnswerEvent[] {
    const events = this.#sse.finish().flatMap(({ json }) => [...this.#read(json)]);
    // Without the reason of its end a stream broke off, which the gateway tells the client.
    if (this.#failed || !this.#chunks.finished) return events;
    return [...events, ...this.#chunks.end(), { kind: "end" }];
  }

  *#read(json: JsonObject | undefined): Generator<AnswerEvent> {
    if (json === undefined || this.#failed) return;
    if (json.error !== undefined && json.error !== null) {
      this.#failed = true;
      yield { kind: "error", error: readGeminiError(undefined, json) };
      return;
    }
    yield* this.#chunks.read(json);
  }
}
