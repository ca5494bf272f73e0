import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../../json-values.ts";
import { readChatUsage } from "../../openai/chat-completions/usage.ts";
import type { AnswerEvent } from "../answer.ts";
import type { AnswerStreamReader } from "../format.ts";
import type { TranslationNotes } from "../notes.ts";
import { OpenPart } from "../open-part.ts";
import { SseReader } from "../sse-reader.ts";
import { readChatError } from "./error.ts";
import { answerContent, thoughtOf } from "./read-answer.ts";
import { readStop } from "./stop.ts";
import { StreamedCalls } from "./streamed-calls.ts";

/** Reads a stream of chat completion chunks. */
export class ChatStreamReader implements AnswerStreamReader {
  readonly #sse = new SseReader();
  readonly #part = new OpenPart();
  readonly #calls: StreamedCalls;
  readonly #notes: TranslationNotes;
  #started = false;
  #refused = false;
  #over = false;

  constructor(notes: TranslationNotes) {
    this.#notes = notes;
    this.#calls = new StreamedCalls(this.#part, notes);
  }

  push(chunk: Buffer): readonly AnswerEvent[] {
    return this.#sse.push(chunk).flatMap(({ text, json }) => this.#read(text, json));
  }

  finish(): readonly AnswerEvent[] {
    return this.#sse.finish().flatMap(({ text, json }) => this.#read(text, json));
  }

  #read(text: string, json: JsonObject | undefined): readonly AnswerEvent[] {
    if (this.#over) return [];
    if (text.trimEnd() === "[DONE]") {
      this.#over = true;
      return [...this.#endPart(), { kind: "end" }];
    }
    if (json === undefined) return [];
    if (json.error !== undefined && json.error !== null) {
      return [{ kind: "error", error: readChatError(undefined, json) }];
    }
    return [...this.#head(json), ...this.#choice(json), ...this.#served(json)];
  }

  *#head(json: JsonObject): Generator<AnswerEvent> {
    if (this.#started) return;
    this.#started = true;
    const id = textOrAbsent(json.id);
    const model = textOrAbsent(json.model);
    yield { kind: "start", ...(id !== undefined && { id }), ...(model !== undefined && { model }) };
  }

  *#choice(json: JsonObject): Generator<AnswerEvent> {
    for (const choice of listOrEmpty(json.choices)) {
      if (!isJsonObject(choice)) continue;
      if (choice.index !== undefined && choice.index !== 0) {
        this.#notes.lose("choices", "only one answer can be carried over");
        continue;
      }
      const delta = objectOrAbsent(choice.delta);
      if (delta !== undefined) yield* this.#delta(delta);
      const finish = textOrAbsent(choice.finish_reason);
      if (finish === undefined) continue;
      yield* this.#endPart();
      const seen = { refused: this.#refused, calledTools: this.#calls.hasAny };
      yield { kind: "stop", stop: readStop(finish, seen) };
    }
  }

  *#delta(delta: JsonObject): Generator<AnswerEvent> {
    const thought = thoughtOf(delta);
    if (thought !== undefined) yield* this.#grow("thinking", thought);
    const refusal = textOrAbsent(delta.refusal);
    if (refusal !== undefined) this.#refused = true;
    const pieces = answerContent(delta.content, this.#notes);
    for (const { kind, text } of pieces) yield* this.#grow(kind, text);
    if (refusal !== undefined && pieces.length === 0) yield* this.#grow("text", refusal);
    for (const call of listOrEmpty(delta.tool_calls)) {
      if (isJsonObject(call)) yield* this.#calls.take(call);
    }
  }

  *#grow(kind: "text" | "thinking", text: string): Generator<AnswerEvent> {
    yield* this.#calls.end();
    yield* this.#part.grow({ kind }, text);
  }

  *#endPart(): Generator<AnswerEvent> {
    yield* this.#calls.end();
    yield* this.#part.end();
  }

  *#served(json: JsonObject): Generator<AnswerEvent> {
    // Groq states usage one level down.
    const usage = objectOrAbsent(json.usage) ?? objectOrAbsent(objectOrAbsent(json.x_groq)?.usage);
    if (usage !== undefined) yield { kind: "usage", usage: readChatUsage(usage).usage };
    const serviceTier = textOrAbsent(json.service_tier);
    if (serviceTier !== undefined) yield { kind: "served", serviceTier };
  }
}
