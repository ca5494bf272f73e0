import type { JsonObject } from "../../json-values.ts";
import {
  type Conversation,
  type Effort,
  efforts,
  type Reasoning,
  type Settings,
  type TextPart,
  type ToolChoice,
  type ToolDefinition,
} from "../conversation.ts";
import { Fields } from "../fields.ts";
import { joinNeighbours } from "../join-neighbours.ts";
import type { TranslationNotes } from "../notes.ts";
import { CallIds } from "./call-ids.ts";
import { readParts } from "./read-parts.ts";
import { jsonSchemaOf } from "./schema.ts";

const PATH = /\/models\/([^/]+):(generateContent|streamGenerateContent)(?:\?|$)/;

/**
 * Reads a generateContent request (https://ai.google.dev/api/generate-content and `GenerateContentConfig`
 * in https://www.npmjs.com/package/@google/genai 2.32.0, read 2026-11-28).
 *
 * @throws HeadgateError `body_invalid`
 */
export function readGeminiRequest(
  body: JsonObject,
  pathAndQuery: string,
  notes: TranslationNotes,
): Conversation {
  const fields = new Fields(body, "", "gemini/request", notes);
  const [, model, method] = PATH.exec(pathAndQuery) ?? [];
  if (model === undefined) throw fields.invalid("model", "a model in the path");
  const stream = method === "streamGenerateContent";
  if (stream && !/[?&]alt=sse(?:&|$)/.test(pathAndQuery)) {
    notes.lose("alt", "only streams of server-sent events (alt=sse) can be written");
  }
  const tools = readTools(fields);
  const conversation: Conversation = {
    model: decodeURIComponent(model),
    stream,
    system: readSystem(fields),
    messages: readContents(fields),
    tools,
    settings: readSettings(fields, tools),
  };
  fields.done();
  return conversation;
}

function readSystem(request: Fields): readonly TextPart[] {
  const fields = request.fields("systemInstruction", "content");
  if (fields === undefined) return [];
  fields.text("role");
  const parts = readParts(fields, new CallIds()).filter((part): part is TextPart => {
    if (part.kind === "text") return true;
    fields.lose("parts", "only texts can stand here");
    return false;
  });
  fields.done();
  return parts;
}

function readContents(request: Fields): Conversation["messages"] {
  const ids = new CallIds();
  return joinNeighbours(
    request.each("contents", "content").map((fields) => {
      const role = fields.text("role") ?? "user";
      const parts = readParts(fields, ids);
      fields.done();
      // The role `function` is an older word for results of functions.
      if (role === "user" || role === "function") return { role: "user", parts };
      if (role === "model") return { role: "assistant", parts };
      throw fields.invalid("role", "user or model");
    }),
  );
}

function readTools(request: Fields): readonly ToolDefinition[] {
  return request.each("tools", "tool").flatMap((tool) => {
    const declared = tool.each("functionDeclarations", "function");
    tool.done();
    return declared.map(readFunction);
  });
}

function readFunction(fields: Fields): ToolDefinition {
  const description = fields.text("description");
  const own = fields.object("parameters");
  const schema = fields.object("parametersJsonSchema");
  const definition = {
    name: fields.neededText("name"),
    schema: schema ?? (own === undefined ? { type: "object", properties: {} } : jsonSchemaOf(own)),
    ...(description !== undefined && { description }),
  };
  fields.done();
  return definition;
}

function readSettings(request: Fields, tools: readonly ToolDefinition[]): Settings {
  const config = request.fields("generationConfig", "config");
  const maxOutputTokens = config?.number("maxOutputTokens");
  const temperature = config?.number("temperature");
  const topP = config?.number("topP");
  const topK = config?.number("topK");
  const frequencyPenalty = config?.number("frequencyPenalty");
  const presencePenalty = config?.number("presencePenalty");
  const seed = config?.number("seed");
  const stopSequences = config?.texts("stopSequences");
  const output = config === undefined ? undefined : readOutput(config);
  const reasoning = config === undefined ? undefined : readReasoning(config);
  config?.done();
  const toolChoice = readToolChoice(request, tools);
  const serviceTier = readServiceTier(request);
  return {
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(topK !== undefined && { topK }),
    ...(frequencyPenalty !== undefined && { frequencyPenalty }),
    ...(presencePenalty !== undefined && { presencePenalty }),
    ...(seed !== undefined && { seed }),
    ...(stopSequences !== undefined && stopSequences.length > 0 && { stopSequences }),
    ...(toolChoice !== undefined && { toolChoice }),
    ...(output !== undefined && { output }),
    ...(reasoning !== undefined && { reasoning }),
    ...(serviceTier !== undefined && { serviceTier }),
  };
}

function readOutput(config: Fields): Settings["output"] {
  const isJson =
    config.has("responseMimeType") && config.any("responseMimeType") === "application/json";
  const own = config.object("responseSchema");
  const schema =
    config.object("responseJsonSchema") ?? (own === undefined ? undefined : jsonSchemaOf(own));
  if (schema !== undefined) return { kind: "json-schema", schema, strict: true };
  return isJson ? { kind: "json" } : undefined;
}

function readReasoning(config: Fields): Reasoning | undefined {
  const fields = config.fields("thinkingConfig", "thinking");
  if (fields === undefined) return undefined;
  const budget = fields.number("thinkingBudget");
  const level = fields.text("thinkingLevel");
  const shown = fields.flag("includeThoughts");
  const effort = efforts.find((known): known is Effort => known === level?.toLowerCase());
  if (level !== undefined && effort === undefined)
    fields.lose("thinkingLevel", `"${level}" is not known`);
  fields.done();
  if (budget === 0) return { mode: "off" };
  return {
    // Gemini's -1 leaves the budget to the model.
    ...(budget === -1 && { mode: "adaptive" }),
    ...(budget !== undefined && budget > 0 && { budgetTokens: budget }),
    ...(effort !== undefined && { effort }),
    ...(shown !== undefined && { shown }),
  };
}

function readToolChoice(request: Fields, tools: readonly ToolDefinition[]): ToolChoice | undefined {
  const config = request.fields("toolConfig", "tool_config");
  const calling = config?.fields("functionCallingConfig", "calling");
  const mode = calling?.text("mode");
  const names = calling?.texts("allowedFunctionNames");
  if (names !== undefined && names.length > 0 && names.length < tools.length && names.length > 1) {
    calling?.lose("allowedFunctionNames", "only one function, or all, can be allowed");
  }
  calling?.done();
  config?.done();
  switch (mode) {
    case undefined:
    case "MODE_UNSPECIFIED":
      return undefined;
    case "AUTO":
      return { kind: "auto" };
    case "NONE":
      return { kind: "none" };
    case "ANY": {
      const [only] = names ?? [];
      return names?.length === 1 && only !== undefined
        ? { kind: "tool", name: only }
        : { kind: "any" };
    }
    default:
      calling?.lose("mode", `"${mode}" is Gemini's own`);
      return undefined;
  }
}

function readServiceTier(request: Fields): Settings["serviceTier"] {
  const tier = request.text("serviceTier")?.toLowerCase();
  if (tier === undefined || tier === "unspecified") return undefined;
  if (tier === "standard" || tier === "flex" || tier === "priority") return tier;
  request.lose("serviceTier", `"${tier}" is Gemini's own`);
  return undefined;
}
