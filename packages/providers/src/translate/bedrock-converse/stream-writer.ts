import type { Usage } from "@headgate/contract";
import type { JsonObject } from "../../json-values.ts";
import type { AnswerEvent, AnswerPartStart, Stop } from "../answer.ts";
import type { AnswerStreamWriter } from "../format.ts";
import type { TranslationNotes } from "../notes.ts";
import { writeExceptionEvent } from "./error.ts";
import { writeFrame } from "./frames.ts";
import { writeStopReason } from "./stop.ts";
import { writeConverseUsage } from "./usage.ts";
import { writeServiceTier } from "./write-answer.ts";

/** Writes a ConverseStream: frames, the usage in the last of them. */
export class ConverseStreamWriter implements AnswerStreamWriter {
  readonly #notes: TranslationNotes;
  #index = -1;
  #open: AnswerPartStart["kind"] | undefined;
  #stop: Stop | undefined;
  #usage: Usage | undefined;
  #serviceTier: string | undefined;
  #started = false;
  #over = false;

  constructor(notes: TranslationNotes) {
    this.#notes = notes;
  }

  write(event: AnswerEvent): Buffer | undefined {
    if (this.#over) return undefined;
    switch (event.kind) {
      case "start":
        return this.#start();
      case "part-start":
        return this.#begin(event.part);
      case "delta":
        return this.#delta(deltaOf(this.#open, event.text));
      case "signature":
        return this.#signature(event.signature);
      case "part-end":
        this.#open = undefined;
        return frame("contentBlockStop", { contentBlockIndex: this.#index });
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
        return writeExceptionEvent(event.error);
      case "end":
        this.#over = true;
        return this.#end();
      default:
        return event satisfies never;
    }
  }

  #start(): Buffer | undefined {
    if (this.#started) return undefined;
    this.#started = true;
    return frame("messageStart", { role: "assistant" });
  }

  #begin(part: AnswerPartStart): Buffer | undefined {
    this.#index += 1;
    this.#open = part.kind;
    if (part.kind === "redacted-thinking") {
      return this.#delta({ reasoningContent: { redactedContent: part.data } });
    }
    if (part.kind !== "tool-call") return undefined;
    if (part.signature !== undefined) {
      this.#notes.approximate("thought signature", "a call has no place for it in Converse");
    }
    return frame("contentBlockStart", {
      start: { toolUse: { toolUseId: part.id, name: part.name } },
      contentBlockIndex: this.#index,
    });
  }

  #signature(
    signature: Extract<AnswerEvent, { kind: "signature" }>["signature"],
  ): Buffer | undefined {
    if (signature.house === "anthropic" && this.#open === "thinking") {
      return this.#delta({ reasoningContent: { signature: signature.value } });
    }
    this.#notes.approximate("thought signature", "Converse has no place for one of Google's");
    return undefined;
  }

  #delta(delta: JsonObject | undefined): Buffer | undefined {
    if (delta === undefined) return undefined;
    return frame("contentBlockDelta", { delta, contentBlockIndex: this.#index });
  }

  #end(): Buffer {
    const usage = this.#usage === undefined ? undefined : writeConverseUsage(this.#usage);
    const tier = this.#serviceTier;
    return Buffer.concat([
      this.#start() ?? Buffer.alloc(0),
      frame("messageStop", { stopReason: writeStopReason(this.#stop) }),
      frame("metadata", {
        ...(usage !== undefined && { usage }),
        metrics: {},
        ...(tier !== undefined && { serviceTier: { type: writeServiceTier(tier) } }),
      }),
    ]);
  }
}

const frame = (type: string, json: JsonObject): Buffer =>
  writeFrame({ type, isException: false, json });

function deltaOf(open: AnswerPartStart["kind"] | undefined, text: string): JsonObject | undefined {
  if (open === "text") return { text };
  if (open === "thinking") return { reasoningContent: { text } };
  return open === "tool-call" ? { toolUse: { input: text } } : undefined;
}
