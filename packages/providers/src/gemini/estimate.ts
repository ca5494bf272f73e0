import type { Usage } from "@headgate/contract";
import { inputOf } from "../estimate/input-of.ts";
import type { ProducedText, PromptText, StreamEstimate } from "../estimate/stream-estimate.ts";
import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../json-values.ts";
import { arrayElements, serverSentEvents } from "./stream-events.ts";
import { readGeminiUsage } from "./usage.ts";

export const geminiEstimate: StreamEstimate = {
  events: chunksIn,
  addProduced(chunk: JsonObject, produced: ProducedText): void {
    for (const candidate of listOrEmpty(chunk.candidates)) {
      const content = isJsonObject(candidate) ? objectOrAbsent(candidate.content) : undefined;
      for (const part of listOrEmpty(content?.parts)) {
        if (!isJsonObject(part)) continue;
        const text = textOrAbsent(part.text) ?? "";
        if (part.thought === true) produced.reasoning += text;
        else produced.output += text + calledText(part.functionCall);
      }
    }
  },
  /** Google publishes no envelope of a prompt: its texts are all that is counted. */
  promptText(request: JsonObject): PromptText | undefined {
    if (!Array.isArray(request.contents) || request.cachedContent !== undefined) return undefined;
    const texts: string[] = [];
    // Protocol buffers take both spellings.
    const system = request.systemInstruction ?? request.system_instruction;
    for (const content of [system, ...request.contents]) {
      if (content === undefined) continue;
      if (!isJsonObject(content)) return undefined;
      for (const part of listOrEmpty(content.parts)) {
        const text = isJsonObject(part) ? partText(part) : undefined;
        if (text === undefined) return undefined;
        texts.push(text);
      }
    }
    const schema = objectOrAbsent(request.generationConfig)?.responseSchema;
    for (const part of [request.tools, schema]) {
      if (part !== undefined && part !== null) texts.push(JSON.stringify(part));
    }
    return { texts, envelopeTokens: 0 };
  },
  /** Every chunk states the prompt. */
  statedInput(rawUsage: JsonObject | undefined): Usage | undefined {
    return rawUsage === undefined ? undefined : inputOf(readGeminiUsage(rawUsage).usage);
  },
  /** Usage is cumulative: what the last chunk stated had been produced by then, thoughts that are not shown too. */
  statedOutput(rawUsage: JsonObject | undefined) {
    const read = rawUsage === undefined ? undefined : readGeminiUsage(rawUsage);
    return { output: read?.usage.output, reasoning: read?.usage.reasoning };
  },
};

function* chunksIn(bytes: Buffer): Iterable<JsonObject> {
  const isArray = /^\s*\[/.test(bytes.toString("latin1", 0, 64));
  const events = isArray ? arrayElements() : serverSentEvents();
  let from = 0;
  for (const end of events.scan(bytes)) {
    const { text } = events.json(bytes.subarray(from, end));
    from = end;
    const chunk = text === undefined ? undefined : parsed(text);
    if (isJsonObject(chunk)) yield chunk;
  }
}

/** A chunk that is not JSON produced nothing that could be counted; the meter has reported it. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** `undefined` for a picture, a sound or a file, which text tokens do not measure. */
function partText(part: JsonObject): string | undefined {
  if (typeof part.text === "string") return part.text;
  if (part.functionCall !== undefined) return calledText(part.functionCall);
  if (part.functionResponse !== undefined) return JSON.stringify(part.functionResponse);
  return undefined;
}

const calledText = (called: unknown): string =>
  isJsonObject(called) ? (textOrAbsent(called.name) ?? "") + JSON.stringify(called.args ?? {}) : "";
