import type { Usage } from "@headgate/contract";
import type { JsonObject } from "../../json-values.ts";
import type { AnswerEvent, AnswerPart, Stop } from "../answer.ts";
import { begun } from "../fold-events.ts";
import type { AnswerContext, AnswerStreamWriter } from "../format.ts";
import type { TranslationNotes } from "../notes.ts";
import { writeGeminiError } from "./error.ts";
import { writeFinishReason } from "./stop.ts";
import { writeGeminiUsage } from "./usage.ts";
import { withTier, writePart } from "./write-answer.ts";

/** Writes a stream of answers; a call of a tool goes out when its input is whole, as Gemini does it. */
export class GeminiStreamWriter implements AnswerStreamWriter {
  readonly #notes: TranslationNotes;
  #id: string;
  #model: string;
  #part: AnswerPart | undefined;
  #stop: Stop | undefined;
  #usage: Usage | undefined;
  #serviceTier: string | undefined;
  #over = false;

  constructor(context: AnswerContext, notes: TranslationNotes) {
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
        return undefined;
      case "part-start":
        this.#part = begun(event.part);
        return undefined;
      case "delta":
        return this.#delta(event.text);
      case "signature":
        return this.#signature(event);
      case "part-end":
        return this.#endPart();
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
        return sse(writeGeminiError(event.error, 500).body);
      case "end":
        this.#over = true;
        return this.#end();
      default:
        return event satisfies never;
    }
  }

  #delta(text: string): string | undefined {
    const part = this.#part;
    if (part === undefined || part.kind === "redacted-thinking") return undefined;
    if (part.kind !== "tool-call")
      return this.#chunk(writePart({ kind: part.kind, text }, this.#notes));
    this.#part = { ...part, inputText: part.inputText + text };
    return undefined;
  }

  #signature({ signature }: Extract<AnswerEvent, { kind: "signature" }>): string | undefined {
    if (this.#part?.kind === "tool-call") this.#part = { ...this.#part, signature };
    if (this.#part?.kind !== "thinking" || signature.house !== "google") return undefined;
    return this.#chunk(writePart({ kind: "thinking", text: "", signature }, this.#notes));
  }

  #endPart(): string | undefined {
    const part = this.#part;
    this.#part = undefined;
    return part?.kind === "tool-call" || part?.kind === "redacted-thinking"
      ? this.#chunk(writePart(part, this.#notes))
      : undefined;
  }

  #end(): string {
    const usage = this.#usage === undefined ? undefined : writeGeminiUsage(this.#usage);
    return sse({
      candidates: [
        {
          content: { role: "model", parts: [{ text: "" }] },
          finishReason: writeFinishReason(this.#stop),
          index: 0,
        },
      ],
      ...(usage !== undefined && { usageMetadata: withTier(usage, this.#serviceTier) }),
      ...this.#head(),
    });
  }

  #chunk(parts: readonly JsonObject[]): string | undefined {
    if (parts.length === 0) return undefined;
    return sse({
      candidates: [{ content: { role: "model", parts }, index: 0 }],
      ...this.#head(),
    });
  }

  #head(): JsonObject {
    return { modelVersion: this.#model, responseId: this.#id };
  }
}

const sse = (json: JsonObject): string => `data: ${JSON.stringify(json)}\n\n`;
