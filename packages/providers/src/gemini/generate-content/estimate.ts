import type { Usage } from "@headgate/contract";
import type { ProducedText, PromptText, StreamEstimate } from "../../estimate/stream-estimate.ts";
import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../../json-values.ts";
import { ElementSplitter } from "../element-splitter.ts";
import { EventSplitter } from "../event-splitter.ts";
import { readGeminiUsage } from "../usage.ts";

const OPEN_BRACKET = "[";

/** The responses in a stream of either framing; a cut one is left out. */
function* responsesIn(bytes: Buffer): Iterable<JsonObject> {
  const isArray = bytes.toString("utf8", 0, 64).trimStart().startsWith(OPEN_BRACKET);
  const splitter = isArray ? new ElementSplitter() : new EventSplitter();
  for (const { json } of splitter.push(bytes)) {
    const response = json === undefined ? undefined : parsed(json);
    if (isJsonObject(response)) yield response;
  }
}

/** What is not JSON produced nothing that could be counted; the meter has reported it as garbled. */
function parsed(json: string): unknown {
  try {
    const value: unknown = JSON.parse(json);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const inputs: readonly (keyof Usage)[] = [
  "input",
  "cache_read",
  "input_audio",
  "input_image",
  "input_video",
  "cache_read_audio",
];

function statedUsage(rawUsage: JsonObject | undefined): Usage | undefined {
  if (rawUsage === undefined) return undefined;
  const { usage, violations } = readGeminiUsage(rawUsage);
  return violations.length > 0 ? undefined : usage;
}

export const generateContentEstimate: StreamEstimate = {
  events: responsesIn,
  addProduced(response: JsonObject, produced: ProducedText): void {
    for (const candidate of listOrEmpty(response.candidates)) {
      const content = isJsonObject(candidate) ? objectOrAbsent(candidate.content) : undefined;
      for (const part of listOrEmpty(content?.parts)) {
        if (!isJsonObject(part)) continue;
        const text = textOrAbsent(part.text) ?? "";
        if (part.thought === true) produced.reasoning += text;
        else produced.output += text;
        produced.output += callText(part.functionCall) + codeText(part);
      }
    }
  },
  promptText(request: JsonObject): PromptText | undefined {
    if (request.cachedContent !== undefined) return undefined;
    const texts: string[] = [];
    const system = request.systemInstruction ?? request.system_instruction;
    for (const content of [system, ...listOrEmpty(request.contents)]) {
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
  /** Each piece repeats the prompt's figures. */
  statedInput(rawUsage) {
    const usage = statedUsage(rawUsage);
    if (usage?.input === undefined) return undefined;
    return Object.fromEntries(
      inputs.flatMap((bucket) => (usage[bucket] === undefined ? [] : [[bucket, usage[bucket]]])),
    );
  },
  /** Usage is cumulative: what the last piece stated had been produced by then. */
  statedOutput(rawUsage) {
    const usage = statedUsage(rawUsage);
    return { output: usage?.output, reasoning: usage?.reasoning };
  },
};

const callText = (call: unknown): string =>
  isJsonObject(call) ? (textOrAbsent(call.name) ?? "") + JSON.stringify(call.args ?? {}) : "";

const codeText = (part: JsonObject): string =>
  textOrAbsent(objectOrAbsent(part.executableCode)?.code) ?? "";

/** A part's text; `undefined` when it is a file, an image or the like. */
function partText(part: JsonObject): string | undefined {
  if (typeof part.text === "string") return part.text;
  if (isJsonObject(part.functionCall)) return callText(part.functionCall);
  if (isJsonObject(part.functionResponse)) return JSON.stringify(part.functionResponse);
  return undefined;
}
