import type { JsonObject } from "../../json-values.ts";
import type { Conversation, Effort, OutputFormat, Reasoning, Settings } from "../conversation.ts";
import { efforts } from "../conversation.ts";
import { Fields } from "../fields.ts";
import type { TranslationNotes } from "../notes.ts";
import { readChatMessages } from "./read-messages.ts";
import { readChatToolChoice, readChatTools } from "./read-tools.ts";

/**
 * Reads a chat completions request (`ChatCompletionCreateParams` in
 * https://www.npmjs.com/package/openai 6.49.0, read 2026-11-28).
 *
 * @throws HeadgateError `body_invalid`
 */
export function readChatRequest(body: JsonObject, notes: TranslationNotes): Conversation {
  const fields = new Fields(body, "", "openai/request", notes);
  const { system, messages } = readChatMessages(fields);
  const conversation: Conversation = {
    model: fields.neededText("model"),
    stream: fields.flag("stream") ?? false,
    system,
    messages,
    tools: readChatTools(fields),
    settings: readSettings(fields),
  };
  fields.done();
  return conversation;
}

function readSettings(fields: Fields): Settings {
  // The older name holds where the newer one is not said, as at OpenAI.
  const older = fields.number("max_tokens");
  const maxOutputTokens = fields.number("max_completion_tokens") ?? older;
  const temperature = fields.number("temperature");
  const topP = fields.number("top_p");
  const frequencyPenalty = fields.number("frequency_penalty");
  const presencePenalty = fields.number("presence_penalty");
  const seed = fields.number("seed");
  const stopSequences = readStop(fields);
  const toolChoice = readChatToolChoice(fields);
  const parallelToolCalls = fields.flag("parallel_tool_calls");
  const output = readOutput(fields);
  const reasoning = readReasoning(fields);
  const serviceTier = readServiceTier(fields);
  const user = fields.text("user");
  return {
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(frequencyPenalty !== undefined && { frequencyPenalty }),
    ...(presencePenalty !== undefined && { presencePenalty }),
    ...(seed !== undefined && { seed }),
    ...(stopSequences !== undefined && { stopSequences }),
    ...(toolChoice !== undefined && { toolChoice }),
    ...(parallelToolCalls === false && { parallelToolCalls }),
    ...(output !== undefined && { output }),
    ...(reasoning !== undefined && { reasoning }),
    ...(serviceTier !== undefined && { serviceTier }),
    ...(user !== undefined && { user }),
  };
}

function readStop(fields: Fields): readonly string[] | undefined {
  const stop = fields.any("stop");
  return typeof stop === "string" ? [stop] : fields.texts("stop");
}

function readOutput(fields: Fields): OutputFormat | undefined {
  const format = fields.fields("response_format", "response_format");
  if (format === undefined) return undefined;
  const type = format.neededText("type");
  if (type === "json_object") return { kind: "json" };
  if (type === "text") return undefined;
  const definition = type === "json_schema" ? format.fields("json_schema", "schema") : undefined;
  if (definition === undefined) {
    fields.lose("response_format", `the type "${type}" is not known`);
    return undefined;
  }
  const name = definition.text("name");
  const description = definition.text("description");
  const strict = definition.flag("strict");
  const schema = definition.neededObject("schema");
  definition.done();
  return {
    kind: "json-schema",
    schema,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(strict !== undefined && { strict }),
  };
}

function readReasoning(fields: Fields): Reasoning | undefined {
  const said = fields.text("reasoning_effort");
  if (said === undefined) return undefined;
  if (said === "none") return { mode: "off" };
  const effort = efforts.find((known): known is Effort => known === said);
  if (effort !== undefined) return { effort };
  fields.lose("reasoning_effort", `"${said}" is not known`);
  return undefined;
}

function readServiceTier(fields: Fields): Settings["serviceTier"] {
  const tier = fields.text("service_tier");
  if (tier === undefined || tier === "auto") return undefined;
  if (tier === "default") return "standard";
  if (tier === "flex" || tier === "priority") return tier;
  fields.lose("service_tier", `"${tier}" is OpenAI's own`);
  return undefined;
}
