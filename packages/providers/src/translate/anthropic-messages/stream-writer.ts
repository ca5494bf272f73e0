import type { Usage } from "@headgate/contract";
import type { JsonObject } from "../../json-values.ts";
import type { AnswerEvent, AnswerPartStart, Stop } from "../answer.ts";
import type { AnswerContext, AnswerStreamWriter } from "../format.ts";
import type { TranslationNotes } from "../notes.ts";
import { writeMessagesError } from "./error.ts";
import { writeSignature } from "./signature.ts";
import { writeStop } from "./stop.ts";
import { writeMessagesUsage } from "./usage.ts";

/**
 * Writes a stream of message events. Anthropic's first event has figures already, which most providers
 * do not know yet: zeros stand there, and `message_delta` at the end states all of them, which clients
 * take over the first ones.
 */
export class MessagesStreamWriter implements AnswerStreamWriter {
  readonly #context: AnswerContext;
  readonly #notes: TranslationNotes;
  #index = -1;
  #open: AnswerPartStart["kind"] | undefined;
  #stop: Stop | undefined;
  #usage: Usage | undefined;
  #serviceTier: string | undefined;
  #started = false;
  #over = false;

  constructor(context: AnswerContext, notes: TranslationNotes) {
    this.#context = context;
    this.#notes = notes;
  }

  write(event: AnswerEvent): string | undefined {
    if (this.#over) return undefined;
    switch (event.kind) {
      case "start":
        return this.#start(event.id, event.model);
      case "part-start":
        return this.#begin(event.part);
      case "delta":
        return this.#delta(deltaOf(this.#open, event.text));
      case "signature":
        return this.#delta(
          this.#open === "thinking"
            ? { type: "signature_delta", signature: writeSignature(event.signature) }
            : undefined,
        );
      case "part-end":
        this.#open = undefined;
        return sse("content_block_stop", { index: this.#index });
      case "stop":
        this.#stop = event.stop;
        return undefined;
      case "usage":
        this.#usage = event.usage;
        return undefined;
      case "served":
        this.#serviceTier = event.serviceTier;
        return undefined;
      case "error": {
        this.#over = true;
        return sse("error", writeMessagesError(event.error, 500, this.#context).body);
      }
      case "end":
        this.#over = true;
        return this.#end();
      default:
        return event satisfies never;
    }
  }

  #start(id: string | undefined, model: string | undefined): string | undefined {
    if (this.#started) return undefined;
    this.#started = true;
    return sse("message_start", {
      message: {
        id: id ?? this.#context.callId,
        type: "message",
        role: "assistant",
        model: model ?? this.#context.model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: 0, output_tokens: 0 },
      },
    });
  }

  #begin(part: AnswerPartStart): string {
    this.#index += 1;
    this.#open = part.kind;
    if (part.kind === "tool-call" && part.signature !== undefined) {
      this.#notes.approximate(
        "thought signature",
        "a call has no place for it in Anthropic's format",
      );
    }
    return sse("content_block_start", { index: this.#index, content_block: blockOf(part) });
  }

  #delta(delta: JsonObject | undefined): string | undefined {
    if (delta === undefined) return undefined;
    return sse("content_block_delta", { index: this.#index, delta });
  }

  #end(): string {
    const head = this.#start(undefined, undefined) ?? "";
    const usage =
      this.#usage === undefined ? undefined : writeMessagesUsage(this.#usage, this.#serviceTier);
    const delta = sse("message_delta", {
      delta: writeStop(this.#stop),
      // A member of this name must be there; what was not stated is null, not 0.
      usage: usage ?? { output_tokens: null },
    });
    return head + delta + sse("message_stop", {});
  }
}

function deltaOf(open: AnswerPartStart["kind"] | undefined, text: string): JsonObject | undefined {
  if (open === "text") return { type: "text_delta", text };
  if (open === "thinking") return { type: "thinking_delta", thinking: text };
  return open === "tool-call" ? { type: "input_json_delta", partial_json: text } : undefined;
}

function blockOf(part: AnswerPartStart): JsonObject {
  switch (part.kind) {
    case "text":
      return { type: "text", text: "" };
    case "thinking":
      return { type: "thinking", thinking: "", signature: "" };
    case "redacted-thinking":
      return { type: "redacted_thinking", data: part.data };
    case "tool-call":
      return { type: "tool_use", id: part.id, name: part.name, input: {} };
    default:
      return part satisfies never;
  }
}

const sse = (type: string, members: JsonObject): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...members })}\n\n`;
