import type { JsonObject } from "../../json-values.ts";
import { readThinking } from "../anthropic-messages/thinking.ts";
import type {
  Conversation,
  Settings,
  TextPart,
  ToolChoice,
  ToolDefinition,
} from "../conversation.ts";
import { Fields } from "../fields.ts";
import { joinNeighbours } from "../join-neighbours.ts";
import type { TranslationNotes } from "../notes.ts";
import { cacheTtlOf, readBlocks } from "./read-content.ts";

/** `/model/{modelId}/converse` and `/converse-stream`. */
const PATH = /\/model\/([^/]+)\/converse(-stream)?(?:\?|$)/;

/**
 * Reads a Converse request (`ConverseRequest` in
 * https://www.npmjs.com/package/@aws-sdk/client-bedrock-runtime 3.1164.0, read 2026-11-28).
 *
 * @throws HeadgateError `body_invalid`
 */
export function readConverseRequest(
  body: JsonObject,
  pathAndQuery: string,
  notes: TranslationNotes,
): Conversation {
  const fields = new Fields(body, "", "bedrock/request", notes);
  const [, modelId, stream] = PATH.exec(pathAndQuery) ?? [];
  if (modelId === undefined) throw fields.invalid("modelId", "a model in the path");
  const tools = fields.fields("toolConfig", "tool_config");
  const conversation: Conversation = {
    model: decodeURIComponent(modelId),
    stream: stream !== undefined,
    system: readSystem(fields),
    messages: readMessages(fields),
    tools: tools === undefined ? [] : readTools(tools),
    settings: readSettings(fields, tools, notes),
  };
  tools?.done();
  fields.done();
  return conversation;
}

function readSystem(request: Fields): readonly TextPart[] {
  return readBlocks(request, "system").filter((part): part is TextPart => {
    if (part.kind === "text") return true;
    request.lose("system", "only texts can stand here");
    return false;
  });
}

function readMessages(request: Fields): Conversation["messages"] {
  return joinNeighbours(
    request.each("messages", "message").map((fields) => {
      const role = fields.neededText("role");
      if (role !== "user" && role !== "assistant")
        throw fields.invalid("role", "user or assistant");
      const parts = readBlocks(fields, "content");
      fields.done();
      return { role, parts };
    }),
  );
}

function readTools(config: Fields): readonly ToolDefinition[] {
  const tools: ToolDefinition[] = [];
  for (const fields of config.each("tools", "tool")) {
    const cacheTtl = cacheTtlOf(fields);
    const last = tools.at(-1);
    if (cacheTtl !== undefined && last !== undefined)
      tools[tools.length - 1] = { ...last, cacheTtl };
    const spec = fields.fields("toolSpec", "tool_spec");
    if (spec !== undefined) tools.push(readTool(spec));
    fields.done();
  }
  return tools;
}

function readTool(spec: Fields): ToolDefinition {
  const description = spec.text("description");
  const strict = spec.flag("strict");
  const schema = spec.fields("inputSchema", "input_schema");
  const read = {
    name: spec.neededText("name"),
    schema: schema?.object("json") ?? { type: "object" },
    ...(description !== undefined && { description }),
    ...(strict !== undefined && { strict }),
  };
  schema?.done();
  spec.done();
  return read;
}

function readSettings(
  fields: Fields,
  tools: Fields | undefined,
  notes: TranslationNotes,
): Settings {
  const inference = fields.fields("inferenceConfig", "inference");
  const maxOutputTokens = inference?.number("maxTokens");
  const temperature = inference?.number("temperature");
  const topP = inference?.number("topP");
  const stopSequences = inference?.texts("stopSequences");
  inference?.done();
  const more =
    fields.fields("additionalModelRequestFields", "additional") ??
    new Fields({}, "", "bedrock/additional", notes);
  const topK = more.number("top_k");
  const config = fields.fields("outputConfig", "output_config");
  const output = readOutput(config);
  const reasoning = readThinking(more, config);
  config?.done();
  more.done();
  const toolChoice = readToolChoice(tools);
  const serviceTier = readServiceTier(fields);
  return {
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(topK !== undefined && { topK }),
    ...(stopSequences !== undefined && stopSequences.length > 0 && { stopSequences }),
    ...(toolChoice !== undefined && { toolChoice }),
    ...(output !== undefined && { output }),
    ...(reasoning !== undefined && { reasoning }),
    ...(serviceTier !== undefined && { serviceTier }),
  };
}

function readOutput(config: Fields | undefined): Settings["output"] {
  const format = config?.fields("textFormat", "text_format");
  const definition = format?.fields("structure", "structure")?.fields("jsonSchema", "json_schema");
  if (format === undefined || definition === undefined) return undefined;
  if (format.text("type") !== "json_schema") throw format.invalid("type", "json_schema");
  const text = definition.neededText("schema");
  const name = definition.text("name");
  const description = definition.text("description");
  definition.done();
  format.done();
  return {
    kind: "json-schema",
    schema: parsedSchema(text, definition),
    strict: true,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
  };
}

function parsedSchema(text: string, definition: Fields): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as JsonObject;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw definition.invalid("schema", "a JSON object as text");
}

function readToolChoice(tools: Fields | undefined): ToolChoice | undefined {
  const choice = tools?.fields("toolChoice", "tool_choice");
  if (choice === undefined) return undefined;
  const tool = choice.fields("tool", "tool_choice_tool");
  if (tool !== undefined) return { kind: "tool", name: tool.neededText("name") };
  if (choice.object("any") !== undefined) return { kind: "any" };
  if (choice.object("auto") !== undefined) return { kind: "auto" };
  throw choice.invalid("auto", "auto, any or tool");
}

function readServiceTier(fields: Fields): Settings["serviceTier"] {
  const tier = fields.fields("serviceTier", "service_tier");
  const type = tier?.text("type");
  tier?.done();
  if (type === undefined) return undefined;
  if (type === "default") return "standard";
  if (type === "flex" || type === "priority") return type;
  fields.lose("serviceTier", `"${type}" is Bedrock's own`);
  return undefined;
}
