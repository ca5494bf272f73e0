import type { JsonObject } from "../../json-values.ts";
import type {
  Conversation,
  Message,
  Settings,
  TextPart,
  ToolChoice,
  ToolDefinition,
} from "../conversation.ts";
import { Fields } from "../fields.ts";
import { joinNeighbours } from "../join-neighbours.ts";
import type { TranslationNotes } from "../notes.ts";
import { readCacheTtl, readContent } from "./read-content.ts";
import { readThinking } from "./thinking.ts";

/**
 * Reads a messages request (`MessageCreateParams` in https://www.npmjs.com/package/@anthropic-ai/sdk
 * 1.12.0, read 2026-11-28, which has no sampling settings any more: older models take them).
 *
 * @throws HeadgateError `body_invalid`
 */
export function readMessagesRequest(body: JsonObject, notes: TranslationNotes): Conversation {
  const fields = new Fields(body, "", "anthropic/request", notes);
  const conversation: Conversation = {
    model: fields.neededText("model"),
    stream: fields.flag("stream") ?? false,
    system: readSystem(fields),
    messages: readMessages(fields),
    tools: readTools(fields),
    settings: readSettings(fields),
  };
  fields.done();
  return conversation;
}

function readSystem(request: Fields): readonly TextPart[] {
  if (typeof request.any("system") !== "string") return textsOf(request, "system");
  const text = request.neededText("system");
  return text === "" ? [] : [{ kind: "text", text }];
}

const textsOf = (fields: Fields, name: string): readonly TextPart[] =>
  readContent(fields, name).filter((part): part is TextPart => {
    if (part.kind === "text") return true;
    fields.lose(name, "only texts can stand here");
    return false;
  });

function readMessages(request: Fields): readonly Message[] {
  const messages: Message[] = [];
  for (const fields of request.each("messages", "message")) {
    const role = fields.neededText("role");
    if (role === "system") messages.push({ role, parts: textsOf(fields, "content") });
    else if (role === "user" || role === "assistant") {
      messages.push({ role, parts: readContent(fields, "content") });
    } else throw fields.invalid("role", "user, assistant or system");
    fields.done();
  }
  return joinNeighbours(messages);
}

function readTools(request: Fields): readonly ToolDefinition[] {
  const tools: ToolDefinition[] = [];
  for (const fields of request.each("tools", "tool")) {
    const schema = fields.object("input_schema");
    if (schema === undefined) {
      fields.lose("type", `the tool "${fields.text("type") ?? "?"}" is run by Anthropic`);
      continue;
    }
    const description = fields.text("description");
    const strict = fields.flag("strict");
    tools.push({
      name: fields.neededText("name"),
      schema,
      ...(description !== undefined && { description }),
      ...(strict !== undefined && { strict }),
      ...readCacheTtl(fields),
    });
    fields.done();
  }
  return tools;
}

function readSettings(fields: Fields): Settings {
  const maxOutputTokens = fields.number("max_tokens");
  const temperature = fields.number("temperature");
  const topP = fields.number("top_p");
  const topK = fields.number("top_k");
  const stopSequences = fields.texts("stop_sequences");
  const { toolChoice, parallelToolCalls } = readToolChoice(fields);
  const config = fields.fields("output_config", "output_config");
  const format = config?.fields("format", "output_format");
  const output = format === undefined ? undefined : readOutput(format);
  const reasoning = readThinking(fields, config);
  config?.done();
  const metadata = fields.fields("metadata", "metadata");
  const user = metadata?.text("user_id");
  metadata?.done();
  const serviceTier = readServiceTier(fields);
  return {
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(topK !== undefined && { topK }),
    ...(stopSequences !== undefined && stopSequences.length > 0 && { stopSequences }),
    ...(toolChoice !== undefined && { toolChoice }),
    ...(parallelToolCalls === false && { parallelToolCalls }),
    ...(output !== undefined && { output }),
    ...(reasoning !== undefined && { reasoning }),
    ...(serviceTier !== undefined && { serviceTier }),
    ...(user !== undefined && { user }),
  };
}

function readOutput(format: Fields): Settings["output"] {
  if (format.neededText("type") !== "json_schema") throw format.invalid("type", "json_schema");
  const schema = format.neededObject("schema");
  format.done();
  // Anthropic always holds the answer to the schema.
  return { kind: "json-schema", schema, strict: true };
}

function readToolChoice(request: Fields): Readonly<{
  toolChoice?: ToolChoice;
  parallelToolCalls?: boolean;
}> {
  const fields = request.fields("tool_choice", "tool_choice");
  if (fields === undefined) return {};
  const type = fields.neededText("type");
  const single = fields.flag("disable_parallel_tool_use") ?? false;
  const parallel = single ? { parallelToolCalls: false } : {};
  const name = type === "tool" ? fields.neededText("name") : undefined;
  fields.done();
  if (name !== undefined) return { toolChoice: { kind: "tool", name }, ...parallel };
  if (type === "auto" || type === "any" || type === "none") {
    return { toolChoice: { kind: type }, ...parallel };
  }
  throw fields.invalid("type", "auto, any, tool or none");
}

function readServiceTier(fields: Fields): Settings["serviceTier"] {
  const tier = fields.text("service_tier");
  if (tier === undefined || tier === "auto") return undefined;
  if (tier === "standard_only") return "standard";
  fields.lose("service_tier", `"${tier}" is Anthropic's own`);
  return undefined;
}
