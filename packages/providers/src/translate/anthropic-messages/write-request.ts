import type { JsonObject } from "../../json-values.ts";
import type { Conversation, Settings, ToolChoice } from "../conversation.ts";
import type { RequestNotes, WrittenRequest } from "../format.ts";
import { claudeToolChoice } from "./forced-call.ts";
import { claudeSampling } from "./sampling.ts";
import { writeThinking } from "./thinking.ts";
import { writeCacheControl, writeContent } from "./write-content.ts";

/**
 * Anthropic's format wants a limit. Where the client said none, this one is set: every model since Claude
 * 3.7 can write as much (https://docs.rs/mixtape-core/latest/src/mixtape_core/models/claude.rs.html, a client,
 * for 3.7, Opus 4 and 4.1; https://platform.claude.com/docs/en/models/opus-4-6/overview.md; read 2026-11-28).
 */
export const DEFAULT_MAX_TOKENS = 32_000;

/** Writes a messages request. */
export function writeMessagesRequest(
  conversation: Conversation,
  notes: RequestNotes,
): WrittenRequest {
  const { model, stream, system, messages, tools, settings } = conversation;
  const body: JsonObject = {
    model,
    ...writeSettings(settings, model, tools.length > 0, notes),
    ...(system.length > 0 && { system: writeSystem(system, notes) }),
    messages: messages.map(({ role, parts }) => ({ role, content: writeContent(parts, notes) })),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, schema, strict, cacheTtl }) => ({
        name,
        ...(description !== undefined && { description }),
        input_schema: schema,
        ...(strict !== undefined && { strict }),
        ...writeCacheControl(cacheTtl),
      })),
    }),
    ...(stream && { stream: true }),
  };
  return { pathAndQuery: "/v1/messages", body };
}

function writeSystem(system: Conversation["system"], notes: RequestNotes): unknown {
  const [only] = system;
  const plain = system.length === 1 && only?.cacheTtl === undefined;
  return plain ? only?.text : writeContent(system, notes);
}

function writeSettings(
  settings: Settings,
  model: string,
  hasTools: boolean,
  notes: RequestNotes,
): JsonObject {
  const { stopSequences, output, serviceTier, user } = settings;
  const maxTokens = settings.maxOutputTokens ?? DEFAULT_MAX_TOKENS;
  if (settings.maxOutputTokens === undefined) {
    notes.approximateSetting(
      "maxOutputTokens",
      `Anthropic's format wants a limit: ${DEFAULT_MAX_TOKENS}`,
    );
  }
  for (const setting of ["frequencyPenalty", "presencePenalty", "seed"] as const) {
    if (settings[setting] !== undefined) {
      notes.loseSetting(setting, "Anthropic's format has no such setting");
    }
  }
  const { temperature, topP, topK } = claudeSampling(settings, model, notes);
  if (output?.kind === "json") {
    notes.loseSetting("output", "Anthropic's format wants a schema for JSON");
  }
  if (serviceTier === "flex" || serviceTier === "priority") {
    notes.loseSetting("serviceTier", "Anthropic's format cannot ask for this tier");
  }
  const { thinking, effort } = writeThinking(settings, model, maxTokens, notes);
  const config = {
    ...(effort !== undefined && { effort }),
    ...(output?.kind === "json-schema" && {
      format: { type: "json_schema", schema: output.schema },
    }),
  };
  return {
    max_tokens: maxTokens,
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(topK !== undefined && { top_k: topK }),
    ...(stopSequences !== undefined && { stop_sequences: stopSequences }),
    ...writeToolChoice(settings, model, hasTools, notes),
    ...(Object.keys(config).length > 0 && { output_config: config }),
    ...(thinking !== undefined && { thinking }),
    ...(serviceTier === "standard" && { service_tier: "standard_only" }),
    ...(user !== undefined && { metadata: { user_id: user } }),
  };
}

function writeToolChoice(
  settings: Settings,
  model: string,
  hasTools: boolean,
  notes: RequestNotes,
): JsonObject {
  const { toolChoice: asked, parallelToolCalls } = settings;
  if (!hasTools) {
    if (asked?.kind === "any" || asked?.kind === "tool") {
      notes.loseSetting("toolChoice", "there is no tool to choose");
    }
    return {};
  }
  const toolChoice = claudeToolChoice(asked, model, notes);
  const single = parallelToolCalls === false && toolChoice?.kind !== "none";
  if (toolChoice === undefined && !single) return {};
  return {
    tool_choice: {
      ...choiceOf(toolChoice ?? { kind: "auto" }),
      ...(single && { disable_parallel_tool_use: true }),
    },
  };
}

const choiceOf = (choice: ToolChoice): JsonObject =>
  choice.kind === "tool" ? { type: "tool", name: choice.name } : { type: choice.kind };
