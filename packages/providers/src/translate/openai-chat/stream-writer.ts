import type { Usage } from "@headgate/contract";
import type { JsonObject } from "../../json-values.ts";
import type { AnswerEvent, AnswerPartStart, Stop } from "../answer.ts";
import type { AnswerContext, AnswerStreamWriter } from "../format.ts";
import type { TranslationNotes } from "../notes.ts";
import { writeChatError } from "./error.ts";
import { writeFinishReason } from "./stop.ts";
import { writeChatUsage } from "./usage.ts";
import { NO_INPUT, noteThinking, writeServedTier } from "./write-answer.ts";

/** Writes a stream of chat completion chunks. The reason of the end comes with the end, when all is known. */
export class ChatStreamWriter implements AnswerStreamWriter {
  readonly #context: AnswerContext;
  readonly #notes: TranslationNotes;
  #id: string;
  #model: string;
  #open: AnswerPartStart["kind"] | undefined;
  #calls = 0;
  /** Whether the open call's input has begun. */
  #hasInput = false;
  #stop: Stop | undefined;
  #usage: Usage | undefined;
  #serviceTier: string | undefined;
  #over = false;

  constructor(context: AnswerContext, notes: TranslationNotes) {
    this.#context = context;
    this.#notes = notes;
    this.#id = context.callId;
    this.#model = context.model;
  }

  write(event: AnswerEvent): string | undefined {
    if (this.#over) return undefined;
    switch (event.kind) {
      case "start":
        this.#id = event.id ?? this.#id;
        this.#model = event.model ?? this.#model;
        return this.#chunk({ role: "assistant", content: "", refusal: null });
      case "part-start":
        this.#open = event.part.kind;
        noteThinking(event.part, this.#notes);
        return this.#begin(event.part);
      case "delta":
        return this.#delta(event.text);
      case "stop":
        this.#stop = event.stop;
        return undefined;
      case "usage":
        this.#usage = event.usage;
        return undefined;
      case "served":
        this.#serviceTier = event.serviceTier;
        return undefined;
      case "error":
        this.#over = true;
        return sse(writeChatError(event.error, 500).body);
      case "end":
        this.#over = true;
        return this.#end();
      case "signature":
        if (this.#open !== undefined)
          noteThinking({ kind: this.#open, signature: event.signature }, this.#notes);
        return undefined;
      case "part-end":
        return this.#endPart();
      default:
        return event satisfies never;
    }
  }

  #begin(part: AnswerPartStart): string | undefined {
    if (part.kind !== "tool-call") return undefined;
    const { id, name, signature } = part;
    const call = {
      index: this.#calls,
      id,
      type: "function",
      function: { name, arguments: "" },
      ...(signature?.house === "google" && {
        extra_content: { google: { thought_signature: signature.value } },
      }),
    };
    this.#calls += 1;
    this.#hasInput = false;
    return this.#chunk({ tool_calls: [call] });
  }

  #delta(text: string): string | undefined {
    if (this.#open === "text") return this.#chunk({ content: text });
    if (this.#open === "thinking") return this.#chunk({ reasoning_content: text });
    if (this.#open !== "tool-call") return undefined;
    this.#hasInput ||= text.trim() !== "";
    const call = { index: this.#calls - 1, function: { arguments: text } };
    return this.#chunk({ tool_calls: [call] });
  }

  /** Clients parse the arguments: where a provider streams none, they are the empty object. */
  #endPart(): string | undefined {
    return this.#open === "tool-call" && !this.#hasInput ? this.#delta(NO_INPUT) : undefined;
  }

  #end(): string {
    const finish = this.#stop === undefined ? "stop" : writeFinishReason(this.#stop);
    let text = this.#chunk({}, finish);
    if (this.#context.includeUsage) {
      const usage = this.#usage === undefined ? undefined : writeChatUsage(this.#usage);
      text += sse({ ...this.#head(), choices: [], usage: usage ?? null });
    }
    return `${text}data: [DONE]\n\n`;
  }

  #chunk(delta: JsonObject, finish: string | null = null): string {
    return sse({
      ...this.#head(),
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...(this.#context.includeUsage && { usage: null }),
    });
  }

  #head(): JsonObject {
    return {
      id: this.#id,
      object: "chat.completion.chunk",
      created: Math.floor(this.#context.nowMs / 1000),
      model: this.#model,
      ...(this.#serviceTier !== undefined && { service_tier: writeServedTier(this.#serviceTier) }),
    };
  }
}

const sse = (json: JsonObject): string => `data: ${JSON.stringify(json)}\n\n`;
