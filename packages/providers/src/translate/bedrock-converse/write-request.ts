import type { JsonObject } from "../../json-values.ts";
import { claudeToolChoice } from "../anthropic-messages/forced-call.ts";
import { claudeSampling } from "../anthropic-messages/sampling.ts";
import { writeThinking } from "../anthropic-messages/thinking.ts";
import { DEFAULT_MAX_TOKENS } from "../anthropic-messages/write-request.ts";
import type { Conversation, Settings, ToolChoice } from "../conversation.ts";
import type { RequestNotes, WrittenRequest } from "../format.ts";
import { DocumentNames } from "./document-names.ts";
import { writeBlocks, writeCachePoint } from "./write-content.ts";

/** Writes a Converse request; the path names the model and the stream. */
export function writeConverseRequest(
  conversation: Conversation,
  notes: RequestNotes,
): WrittenRequest {
  const { model, stream, system, messages, settings } = conversation;
  const writing = { notes, names: new DocumentNames(notes) };
  const body: JsonObject = {
    messages: messages.flatMap(({ role, parts }) => {
      if (role !== "system") return [{ role, content: writeBlocks(parts, writing) }];
      notes.lose("system message", "Converse takes instructions before the conversation only");
      return [];
    }),
    ...(system.length > 0 && { system: writeBlocks(system, writing) }),
    ...writeSettings(settings, model, notes),
    ...writeTools(conversation, notes),
  };
  const operation = stream ? "converse-stream" : "converse";
  return { pathAndQuery: `/bedrock/model/${encodeURIComponent(model)}/${operation}`, body };
}

function writeTools({ model, tools, settings }: Conversation, notes: RequestNotes): JsonObject {
  const { toolChoice, parallelToolCalls } = settings;
  if (tools.length === 0) {
    if (toolChoice?.kind === "any" || toolChoice?.kind === "tool") {
      notes.loseSetting("toolChoice", "there is no tool to choose");
    }
    return {};
  }
  if (toolChoice?.kind === "none") {
    notes.loseSetting("toolChoice", "Converse cannot forbid tools that it is shown");
  }
  if (parallelToolCalls === false) {
    notes.loseSetting("parallelToolCalls", "Converse cannot forbid parallel calls");
  }
  const taken = claudeToolChoice(toolChoice, model, notes);
  const choice = taken === undefined ? undefined : choiceOf(taken);
  return {
    toolConfig: {
      tools: tools.flatMap(({ name, description, schema, strict, cacheTtl }) => [
        {
          toolSpec: {
            name,
            ...(description !== undefined && { description }),
            inputSchema: { json: schema },
            ...(strict !== undefined && { strict }),
          },
        },
        ...writeCachePoint(cacheTtl),
      ]),
      ...(choice !== undefined && { toolChoice: choice }),
    },
  };
}

function choiceOf(choice: ToolChoice): JsonObject | undefined {
  if (choice.kind === "tool") return { tool: { name: choice.name } };
  return choice.kind === "none" ? undefined : { [choice.kind]: {} };
}

function writeSettings(settings: Settings, model: string, notes: RequestNotes): JsonObject {
  const { maxOutputTokens, stopSequences, output, serviceTier } = settings;
  for (const setting of ["frequencyPenalty", "presencePenalty", "seed"] as const) {
    if (settings[setting] !== undefined) notes.loseSetting(setting, "Converse has no such setting");
  }
  if (output?.kind === "json") notes.loseSetting("output", "Converse wants a schema for JSON");
  if (settings.user !== undefined) {
    notes.approximateSetting("user", "Converse has no name for the client's user");
  }
  const isClaude = /claude/.test(model);
  const sampling = isClaude ? claudeSampling(settings, model, notes) : settings;
  const { temperature, topP, topK } = sampling;
  const tooHot = temperature !== undefined && temperature > 1;
  if (tooHot) notes.loseSetting("temperature", "Converse's ends at 1");
  if (topK !== undefined && !isClaude) {
    notes.loseSetting("topK", "only Claude's models on Bedrock take it");
  }
  if (settings.reasoning !== undefined && !isClaude) {
    notes.loseSetting("reasoning", "only Claude's thinking can be set on Bedrock");
  }
  const { thinking, effort } = isClaude
    ? writeThinking(settings, model, maxOutputTokens ?? DEFAULT_MAX_TOKENS, notes)
    : {};
  const inference = {
    ...(maxOutputTokens !== undefined && { maxTokens: maxOutputTokens }),
    ...(temperature !== undefined && !tooHot && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(stopSequences !== undefined && { stopSequences }),
  };
  const more = {
    ...(topK !== undefined && isClaude && { top_k: topK }),
    ...(thinking !== undefined && { thinking }),
  };
  const config = {
    ...(output?.kind === "json-schema" && { textFormat: writeOutput(output) }),
    ...(effort !== undefined && { effort }),
  };
  return {
    ...(Object.keys(inference).length > 0 && { inferenceConfig: inference }),
    ...(Object.keys(more).length > 0 && { additionalModelRequestFields: more }),
    ...(Object.keys(config).length > 0 && { outputConfig: config }),
    ...(serviceTier !== undefined && {
      serviceTier: { type: serviceTier === "standard" ? "default" : serviceTier },
    }),
  };
}

const writeOutput = (
  output: Extract<NonNullable<Settings["output"]>, { kind: "json-schema" }>,
): JsonObject => ({
  type: "json_schema",
  structure: {
    jsonSchema: {
      schema: JSON.stringify(output.schema),
      ...(output.name !== undefined && { name: output.name }),
      ...(output.description !== undefined && { description: output.description }),
    },
  },
});
