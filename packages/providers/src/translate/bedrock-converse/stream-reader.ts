import { readConverseUsage } from "../../bedrock/converse/usage.ts";
import { type JsonObject, objectOrAbsent, textOrAbsent } from "../../json-values.ts";
import type { AnswerEvent } from "../answer.ts";
import type { AnswerStreamReader } from "../format.ts";
import type { TranslationNotes } from "../notes.ts";
import { OpenPart } from "../open-part.ts";
import { readExceptionEvent } from "./error.ts";
import { type Frame, FrameReader } from "./frames.ts";
import { readStopReason } from "./stop.ts";

/** Reads a ConverseStream, which ends with `metadata`. Only calls of tools are announced before they begin. */
export class ConverseStreamReader implements AnswerStreamReader {
  readonly #frames = new FrameReader();
  readonly #part = new OpenPart();
  readonly #notes: TranslationNotes;

  constructor(notes: TranslationNotes) {
    this.#notes = notes;
  }

  push(chunk: Buffer): readonly AnswerEvent[] {
    return this.#frames.push(chunk).flatMap((frame) => [...this.#read(frame)]);
  }

  finish(): readonly AnswerEvent[] {
    return [];
  }

  *#read({ type, isException, json }: Frame): Generator<AnswerEvent> {
    if (isException) {
      yield { kind: "error", error: readExceptionEvent(type, json) };
      return;
    }
    switch (type) {
      case "messageStart":
        yield { kind: "start" };
        return;
      case "contentBlockStart":
        yield* this.#begin(objectOrAbsent(json.start) ?? {});
        return;
      case "contentBlockDelta":
        yield* this.#delta(objectOrAbsent(json.delta) ?? {});
        return;
      case "contentBlockStop":
        yield* this.#part.end();
        return;
      case "messageStop": {
        yield* this.#part.end();
        const stop = textOrAbsent(json.stopReason);
        if (stop !== undefined) yield { kind: "stop", stop: readStopReason(stop) };
        return;
      }
      case "metadata":
        yield* metadata(json);
        return;
      default:
        return;
    }
  }

  *#begin(start: JsonObject): Generator<AnswerEvent> {
    const call = objectOrAbsent(start.toolUse);
    if (call === undefined) {
      this.#notes.lose(Object.keys(start).join(", "), "a block of this kind is Bedrock's own");
      return;
    }
    const id = textOrAbsent(call.toolUseId) ?? "";
    yield* this.#part.begin({ kind: "tool-call", id, name: textOrAbsent(call.name) ?? "" });
  }

  *#delta(delta: JsonObject): Generator<AnswerEvent> {
    if (typeof delta.text === "string") {
      yield* this.#part.grow({ kind: "text" }, delta.text);
      return;
    }
    const input = textOrAbsent(objectOrAbsent(delta.toolUse)?.input);
    if (input !== undefined) yield { kind: "delta", text: input };
    const reasoning = objectOrAbsent(delta.reasoningContent);
    if (reasoning === undefined) return;
    const redacted = textOrAbsent(reasoning.redactedContent);
    if (redacted !== undefined) {
      yield* this.#part.begin({ kind: "redacted-thinking", data: redacted });
    }
    if (typeof reasoning.text === "string") {
      yield* this.#part.grow({ kind: "thinking" }, reasoning.text);
    }
    const value = textOrAbsent(reasoning.signature);
    if (value === undefined) return;
    if (this.#part.kind !== "thinking") yield* this.#part.begin({ kind: "thinking" });
    yield { kind: "signature", signature: { house: "anthropic", value } };
  }
}

function* metadata(json: JsonObject): Generator<AnswerEvent> {
  const usage = objectOrAbsent(json.usage);
  if (usage !== undefined) yield { kind: "usage", usage: readConverseUsage(usage).usage };
  const serviceTier = textOrAbsent(objectOrAbsent(json.serviceTier)?.type);
  if (serviceTier !== undefined) yield { kind: "served", serviceTier };
  yield { kind: "end" };
}
