import { readCache } from "../anthropic/prompt-cache.ts";
import { isJsonObject, type JsonObject } from "../json-object.ts";
import { chooseTool, type Tool } from "../output/choose-tool.ts";
import { controlled } from "../output/controlled.ts";
import { planOutput } from "../output/plan-output.ts";
import { hashTexts } from "../seeded-random.ts";
import type { Answer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { type ConverseAnswer, converseJson } from "./converse-answer.ts";
import { converseStream } from "./converse-stream.ts";
import { invalidRequest } from "./errors.ts";
import { readConversePrompt } from "./read-prompt.ts";
import { inBedrocksWords, parseBody, readModel } from "./read-request.ts";

/** POST /model/{modelId}/converse */
export const answerConverse = (request: SimulatedRequest): Answer => converseJson(plan(request));

/** POST /model/{modelId}/converse-stream */
export const answerConverseStream = (request: SimulatedRequest): Answer =>
  converseStream(plan(request), request.tokensPerDelta);

function plan(request: SimulatedRequest): ConverseAnswer {
  const served = readModel(request);
  const body = parseBody(request);
  const prompt = readConversePrompt(body);
  const inference = objectAt(body, "inferenceConfig");
  const texts = prompt.blocks.map((block) => block.identity);
  const seed = hashTexts([served.answersAs, ...texts], request.seed);
  const output = planOutput(request.pool, {
    seed,
    ...controlled(request, served),
    maxTokens: readMaxTokens(inference.maxTokens),
    reasoningEffort: thinks(body) ? 1 : undefined,
    tool: readTool(objectAt(body, "toolConfig"), prompt.lastUserText),
    schema: undefined,
    stopSequences: readStopSequences(inference.stopSequences),
  });
  const tier = objectAt(body, "serviceTier").type;
  return {
    output,
    thinking:
      output.reasoningTokens === 0 ? undefined : request.pool.text(seed, output.reasoningTokens),
    toolUseId: `tooluse_${request.ids.letters(request.number, 22)}`,
    cache: inBedrocksWords(() => readCache(request, served.answersAs, prompt)),
    promptTokens: prompt.tokens,
    outputTokens: output.visibleTokens + output.reasoningTokens,
    serviceTier: typeof tier === "string" ? tier : "default",
    latency: objectAt(body, "performanceConfig").latency,
    withUsage: request.withUsage,
  };
}

const objectAt = (body: JsonObject, name: string): JsonObject => {
  const value = body[name];
  return isJsonObject(value) ? value : {};
};

function readMaxTokens(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1) return value;
  throw invalidRequest("Value at 'inferenceConfig.maxTokens' failed to satisfy constraint");
}

function readStopSequences(value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return value;
  throw invalidRequest("Value at 'inferenceConfig.stopSequences' failed to satisfy constraint");
}

const thinks = (body: JsonObject): boolean =>
  objectAt(objectAt(body, "additionalModelRequestFields"), "thinking").type === "enabled";

function readTool(config: JsonObject, lastUserText: string | undefined): Tool | undefined {
  const entries: readonly unknown[] = Array.isArray(config.tools) ? config.tools : [];
  const tools = entries.flatMap((entry) => {
    const spec = isJsonObject(entry) ? entry.toolSpec : undefined;
    if (!isJsonObject(spec) || typeof spec.name !== "string") return [];
    return [{ name: spec.name, schema: objectAt(spec, "inputSchema").json }];
  });
  const choice = objectAt(config, "toolChoice");
  if (choice.any !== undefined) return chooseTool(tools, { mode: "required" }, lastUserText);
  if (choice.tool === undefined) return chooseTool(tools, { mode: "auto" }, lastUserText);
  const { name } = objectAt(choice, "tool");
  const tool = tools.find((entry) => entry.name === name);
  if (tool === undefined) throw invalidRequest("The tool choice names no tool of the request.");
  return tool;
}
