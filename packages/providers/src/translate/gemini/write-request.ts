import type { JsonObject } from "../../json-values.ts";
import type { Conversation, Settings } from "../conversation.ts";
import { budgetForEffort } from "../effort.ts";
import type { RequestNotes, WrittenRequest } from "../format.ts";
import { PartWriter } from "./write-parts.ts";

/** Writes a generateContent request; the path names the model and the stream. */
export function writeGeminiRequest(
  conversation: Conversation,
  notes: RequestNotes,
): WrittenRequest {
  const { model, stream, system, messages, tools, settings } = conversation;
  const parts = new PartWriter(notes);
  const body: JsonObject = {
    contents: messages.flatMap((message) => {
      if (message.role === "system") {
        notes.lose("system message", "Gemini takes instructions before the conversation only");
        return [];
      }
      const role = message.role === "assistant" ? "model" : "user";
      return [{ role, parts: message.parts.flatMap((part) => parts.write(part)) }];
    }),
    ...(system.length > 0 && {
      systemInstruction: { parts: system.map(({ text }) => ({ text })) },
    }),
    ...(tools.length > 0 && {
      tools: [
        {
          functionDeclarations: tools.map(({ name, description, schema, strict }) => {
            if (strict === true) {
              notes.approximate("tools: strict", "Gemini does not hold inputs to the schema");
            }
            return {
              name,
              ...(description !== undefined && { description }),
              parametersJsonSchema: schema,
            };
          }),
        },
      ],
    }),
    ...writeToolChoice(settings, tools.length > 0, notes),
    ...writeConfig(settings, model, notes),
    ...(settings.serviceTier !== undefined && { serviceTier: settings.serviceTier }),
  };
  const method = stream ? "streamGenerateContent?alt=sse" : "generateContent";
  return { pathAndQuery: `/gemini/v1beta/models/${encodeURIComponent(model)}:${method}`, body };
}

function writeToolChoice(settings: Settings, hasTools: boolean, notes: RequestNotes): JsonObject {
  const { toolChoice, parallelToolCalls } = settings;
  if (!hasTools) {
    if (toolChoice?.kind === "any" || toolChoice?.kind === "tool") {
      notes.loseSetting("toolChoice", "there is no tool to choose");
    }
    return {};
  }
  if (parallelToolCalls === false) {
    notes.loseSetting("parallelToolCalls", "Gemini cannot forbid parallel calls");
  }
  if (toolChoice === undefined) return {};
  const functionCallingConfig =
    toolChoice.kind === "tool"
      ? { mode: "ANY", allowedFunctionNames: [toolChoice.name] }
      : { mode: toolChoice.kind.toUpperCase() };
  return { toolConfig: { functionCallingConfig } };
}

function writeConfig(settings: Settings, model: string, notes: RequestNotes): JsonObject {
  const { maxOutputTokens, temperature, topP, topK, frequencyPenalty, presencePenalty } = settings;
  const { seed, stopSequences, output, user } = settings;
  if (user !== undefined) {
    notes.approximateSetting("user", "Gemini has no name for the client's user");
  }
  const thinking = writeThinking(settings, model, notes);
  const generationConfig = {
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(topK !== undefined && { topK }),
    ...(frequencyPenalty !== undefined && { frequencyPenalty }),
    ...(presencePenalty !== undefined && { presencePenalty }),
    ...(seed !== undefined && { seed }),
    ...(stopSequences !== undefined && { stopSequences }),
    ...(output !== undefined && { responseMimeType: "application/json" }),
    ...(output?.kind === "json-schema" && { responseJsonSchema: output.schema }),
    ...(thinking !== undefined && { thinkingConfig: thinking }),
  };
  return Object.keys(generationConfig).length > 0 ? { generationConfig } : {};
}

/** Gemini 2.5 takes a budget, later models a level (https://firebase.google.com/docs/ai-logic/thinking?hl=hi, read 2026-11-28). */
const TAKES_BUDGET = /gemini-2\.5/;
/**
 * Gemini 3's Pro models, and Flash from 3.7 on, have no level `minimal`: Google's table for OpenAI's efforts
 * has `low` for it there, as public code quotes it; its own page was not read.
 */
const NOT_MINIMAL = /gemini-3(?:\.\d+)?-pro|gemini-3\.[7-9]-flash(?!-lite)/;

function writeThinking(
  { reasoning }: Settings,
  model: string,
  notes: RequestNotes,
): JsonObject | undefined {
  if (reasoning === undefined) return undefined;
  const shown = reasoning.shown === undefined ? {} : { includeThoughts: reasoning.shown };
  if (reasoning.mode === "off") return { thinkingBudget: 0 };
  if (reasoning.budgetTokens !== undefined) {
    return { thinkingBudget: reasoning.budgetTokens, ...shown };
  }
  const { effort } = reasoning;
  if (effort === undefined) {
    return reasoning.mode === "adaptive" ? { thinkingBudget: -1, ...shown } : shown;
  }
  if (TAKES_BUDGET.test(model)) {
    const budget = budgetForEffort(effort);
    notes.approximateSetting("reasoning", `this model takes a budget: ${budget} tokens`);
    return { thinkingBudget: budget, ...shown };
  }
  const isBeyond = effort === "xhigh" || effort === "max";
  if (isBeyond) notes.approximateSetting("reasoning", "Gemini's highest level is high");
  const isBelow = effort === "minimal" && NOT_MINIMAL.test(model);
  if (isBelow) notes.approximateSetting("reasoning", "this model's least level is low");
  const level = isBeyond ? "high" : isBelow ? "low" : effort;
  return { thinkingLevel: level.toUpperCase(), ...shown };
}
