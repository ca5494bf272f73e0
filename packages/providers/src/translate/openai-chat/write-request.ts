import type { ProviderConfig } from "@headgate/contract";
import type { JsonObject } from "../../json-values.ts";
import type { Conversation, OutputFormat, Settings, ToolChoice } from "../conversation.ts";
import { effortOf } from "../effort.ts";
import type { RequestNotes, WrittenRequest } from "../format.ts";
import { chatDialectOf } from "./dialect.ts";
import { writeChatMessages } from "./write-messages.ts";

/** Writes a chat completions request; usage is asked for wherever that may be, since the ledger lives on it. */
export function writeChatRequest(
  conversation: Conversation,
  notes: RequestNotes,
  provider: ProviderConfig,
): WrittenRequest {
  const dialect = chatDialectOf(provider);
  const { model, stream, tools, settings } = conversation;
  const body: JsonObject = {
    model,
    messages: writeChatMessages(conversation, notes),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, schema, strict }) => ({
        type: "function",
        function: {
          name,
          ...(description !== undefined && { description }),
          parameters: schema,
          ...(strict !== undefined && { strict }),
        },
      })),
    }),
    ...(settings.maxOutputTokens !== undefined && { [dialect.limit]: settings.maxOutputTokens }),
    ...writeSettings(settings, tools.length > 0, notes),
    ...(stream && { stream: true }),
    ...(stream && dialect.asksForUsage && { stream_options: { include_usage: true } }),
  };
  return { pathAndQuery: "/v1/chat/completions", body };
}

function writeSettings(settings: Settings, hasTools: boolean, notes: RequestNotes): JsonObject {
  const { temperature, topP, frequencyPenalty, presencePenalty } = settings;
  const { seed, stopSequences, toolChoice, parallelToolCalls, output, serviceTier, user } =
    settings;
  if (settings.topK !== undefined) {
    notes.loseSetting("topK", "OpenAI's format has no such setting");
  }
  if (
    !hasTools &&
    toolChoice !== undefined &&
    toolChoice.kind !== "auto" &&
    toolChoice.kind !== "none"
  ) {
    notes.loseSetting("toolChoice", "there is no tool to choose");
  }
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(frequencyPenalty !== undefined && { frequency_penalty: frequencyPenalty }),
    ...(presencePenalty !== undefined && { presence_penalty: presencePenalty }),
    ...(seed !== undefined && { seed }),
    ...(stopSequences !== undefined && { stop: stopSequences }),
    ...(hasTools && toolChoice !== undefined && { tool_choice: writeToolChoice(toolChoice) }),
    ...(hasTools && parallelToolCalls === false && { parallel_tool_calls: false }),
    ...(output !== undefined && { response_format: writeOutput(output) }),
    ...writeReasoning(settings, notes),
    ...(serviceTier !== undefined && {
      service_tier: serviceTier === "standard" ? "default" : serviceTier,
    }),
    ...(user !== undefined && { user }),
  };
}

function writeReasoning({ reasoning }: Settings, notes: RequestNotes): JsonObject {
  if (reasoning === undefined) return {};
  if (reasoning.mode === "off") return { reasoning_effort: "none" };
  if (reasoning.effort === undefined && reasoning.budgetTokens !== undefined) {
    notes.approximateSetting("reasoning", "the budget in tokens became an effort");
  }
  const effort = effortOf(reasoning);
  return effort === undefined ? {} : { reasoning_effort: effort };
}

function writeToolChoice(choice: ToolChoice): unknown {
  if (choice.kind === "tool") return { type: "function", function: { name: choice.name } };
  return choice.kind === "any" ? "required" : choice.kind;
}

function writeOutput(output: OutputFormat): JsonObject {
  if (output.kind === "json") return { type: "json_object" };
  const { schema, name, description, strict } = output;
  return {
    type: "json_schema",
    json_schema: {
      // OpenAI wants a name; the other formats have none.
      name: name ?? "answer",
      ...(description !== undefined && { description }),
      schema,
      ...(strict !== undefined && { strict }),
    },
  };
}
