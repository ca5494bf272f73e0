import { answerUsage, messagesServiceTier } from "../../anthropic/messages/usage.ts";
import { type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import type { AnswerEvent } from "../answer.ts";
import type { AnswerStreamReader } from "../format.ts";
import type { TranslationNotes } from "../notes.ts";
import { SseReader } from "../sse-reader.ts";
import { readMessagesError } from "./error.ts";
import { readSignature } from "./signature.ts";
import { readStop } from "./stop.ts";

/** Reads a stream of message events. */
export class MessagesStreamReader implements AnswerStreamReader {
  readonly #sse = new SseReader();
  readonly #notes: TranslationNotes;
  #model: string | undefined;
  /** The usage so far: later figures replace earlier ones, field by field. */
  #usage: JsonObject | undefined;
  #open: "known" | "foreign" | undefined;

  constructor(notes: TranslationNotes) {
    this.#notes = notes;
  }

  push(chunk: Buffer): readonly AnswerEvent[] {
    return this.#sse.push(chunk).flatMap(({ name, json }) => this.#read(name, json));
  }

  finish(): readonly AnswerEvent[] {
    return this.#sse.finish().flatMap(({ name, json }) => this.#read(name, json));
  }

  #read(name: string | undefined, json: JsonObject | undefined): AnswerEvent[] {
    if (json === undefined) return [];
    const type: string = textOrAbsent(json.type) ?? name ?? "";
    switch (type) {
      case "message_start":
        return this.#start(objectOrAbsent(json.message) ?? {});
      case "content_block_start":
        return this.#begin(objectOrAbsent(json.content_block) ?? {});
      case "content_block_delta":
        return this.#delta(objectOrAbsent(json.delta) ?? {});
      case "content_block_stop":
        return this.#close();
      case "message_delta":
        return this.#messageDelta(json);
      case "message_stop":
        return [...this.#close(), { kind: "end" }];
      case "error":
        return [{ kind: "error", error: readMessagesError(undefined, json) }];
      default:
        return [];
    }
  }

  #start(message: JsonObject): AnswerEvent[] {
    this.#usage = objectOrAbsent(message.usage);
    this.#model = textOrAbsent(message.model);
    const id = textOrAbsent(message.id);
    return [
      {
        kind: "start",
        ...(id !== undefined && { id }),
        ...(this.#model !== undefined && { model: this.#model }),
      },
    ];
  }

  #begin(block: JsonObject): AnswerEvent[] {
    this.#open = "known";
    switch (block.type) {
      case "text":
      case "thinking":
        return [{ kind: "part-start", part: { kind: block.type } }];
      case "redacted_thinking": {
        const data = textOrAbsent(block.data) ?? "";
        return [{ kind: "part-start", part: { kind: "redacted-thinking", data } }];
      }
      case "tool_use": {
        const id = textOrAbsent(block.id) ?? "";
        const name = textOrAbsent(block.name) ?? "";
        return [{ kind: "part-start", part: { kind: "tool-call", id, name } }];
      }
      default:
        this.#open = "foreign";
        this.#notes.lose(String(block.type), "a block of this type is Anthropic's own");
        return [];
    }
  }

  #delta(delta: JsonObject): AnswerEvent[] {
    if (this.#open !== "known") return [];
    if (delta.type === "signature_delta") {
      const signature = readSignature(textOrAbsent(delta.signature));
      return signature === undefined ? [] : [{ kind: "signature", signature }];
    }
    if (delta.type === "citations_delta") {
      this.#notes.lose("citations", "citations cannot be carried over");
    }
    const text =
      textOrAbsent(delta.text) ?? textOrAbsent(delta.partial_json) ?? textOrAbsent(delta.thinking);
    return text === undefined ? [] : [{ kind: "delta", text }];
  }

  #close(): AnswerEvent[] {
    const wasKnown = this.#open === "known";
    this.#open = undefined;
    return wasKnown ? [{ kind: "part-end" }] : [];
  }

  #messageDelta(json: JsonObject): AnswerEvent[] {
    const events: AnswerEvent[] = [];
    const stop = readStop(objectOrAbsent(json.delta) ?? {});
    if (stop !== undefined) events.push({ kind: "stop", stop });
    const stated = Object.entries(objectOrAbsent(json.usage) ?? {}).filter(
      ([, value]) => value !== null,
    );
    if (stated.length === 0 && this.#usage === undefined) return events;
    const usage = { ...this.#usage, ...Object.fromEntries(stated) };
    this.#usage = usage;
    events.push({ kind: "usage", usage: answerUsage(usage, this.#model) });
    const serviceTier = messagesServiceTier(usage);
    if (serviceTier !== undefined) events.push({ kind: "served", serviceTier });
    return events;
  }
}
