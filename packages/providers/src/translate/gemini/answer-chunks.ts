import { readGeminiUsage } from "../../gemini/usage.ts";
import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../../json-values.ts";
import type { AnswerEvent } from "../answer.ts";
import type { Signature } from "../conversation.ts";
import type { TranslationNotes } from "../notes.ts";
import { OpenPart } from "../open-part.ts";
import { readFinishReason } from "./stop.ts";

/** Reads answers chunk by chunk; each has the shape of a whole answer, and the last usage holds. */
export class AnswerChunkReader {
  readonly #notes: TranslationNotes;
  readonly #part = new OpenPart();
  #started = false;
  #calls = 0;
  #finish: string | undefined;

  constructor(notes: TranslationNotes) {
    this.#notes = notes;
  }

  *read(chunk: JsonObject): Generator<AnswerEvent> {
    yield* this.#head(chunk);
    const candidates = listOrEmpty(chunk.candidates).filter(isJsonObject);
    if (candidates.length > 1)
      this.#notes.lose("candidates", "only one answer can be carried over");
    const candidate = candidates[0];
    const content = objectOrAbsent(candidate?.content);
    for (const part of listOrEmpty(content?.parts)) if (isJsonObject(part)) yield* this.#read(part);
    if (isJsonObject(candidate?.groundingMetadata) || isJsonObject(candidate?.citationMetadata)) {
      this.#notes.lose("citations", "citations cannot be carried over");
    }
    this.#finish = textOrAbsent(candidate?.finishReason) ?? this.#finish;
    // A prompt that was blocked has no candidates.
    const blocked = textOrAbsent(objectOrAbsent(chunk.promptFeedback)?.blockReason);
    if (blocked !== undefined) this.#finish = "SAFETY";
    const usage = objectOrAbsent(chunk.usageMetadata);
    if (usage === undefined) return;
    yield { kind: "usage", usage: readGeminiUsage(usage).usage };
    const serviceTier = textOrAbsent(usage.serviceTier)?.toLowerCase();
    if (serviceTier !== undefined) yield { kind: "served", serviceTier };
  }

  /** True once the chunk with the reason of the end has come. */
  get finished(): boolean {
    return this.#finish !== undefined;
  }

  *end(): Generator<AnswerEvent> {
    yield* this.#part.end();
    if (this.#finish === undefined) return;
    yield { kind: "stop", stop: readFinishReason(this.#finish, this.#calls > 0) };
  }

  *#head(chunk: JsonObject): Generator<AnswerEvent> {
    if (this.#started) return;
    this.#started = true;
    const id = textOrAbsent(chunk.responseId);
    const model = textOrAbsent(chunk.modelVersion);
    yield { kind: "start", ...(id !== undefined && { id }), ...(model !== undefined && { model }) };
  }

  *#read(part: JsonObject): Generator<AnswerEvent> {
    const value = textOrAbsent(part.thoughtSignature);
    const signature: Signature | undefined =
      value === undefined ? undefined : { house: "google", value };
    const call = objectOrAbsent(part.functionCall);
    if (call !== undefined) {
      const name = textOrAbsent(call.name) ?? "";
      const id = textOrAbsent(call.id) ?? `call_${this.#calls}_${name}`;
      this.#calls += 1;
      yield* this.#part.begin({
        kind: "tool-call",
        id,
        name,
        ...(signature !== undefined && { signature }),
      });
      yield { kind: "delta", text: JSON.stringify(objectOrAbsent(call.args) ?? {}) };
      yield* this.#part.end();
      return;
    }
    if (typeof part.text !== "string") {
      this.#notes.lose(Object.keys(part).join(", "), "a part of this kind is Gemini's own");
      return;
    }
    if (part.thought === true) {
      if (part.text !== "") yield* this.#part.grow({ kind: "thinking" }, part.text);
      else if (signature !== undefined && this.#part.kind !== "thinking") {
        yield* this.#part.begin({ kind: "thinking" });
      }
      if (signature !== undefined) yield { kind: "signature", signature };
      return;
    }
    if (signature !== undefined) {
      this.#notes.approximate("thought signature", "a text has no place for it in other formats");
    }
    if (part.text !== "") yield* this.#part.grow({ kind: "text" }, part.text);
  }
}
