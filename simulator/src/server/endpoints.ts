import type { IncomingHttpHeaders } from "node:http";
import { answerCountTokens } from "../anthropic/count-tokens.ts";
import { answerMessages } from "../anthropic/messages.ts";
import { answerAnthropicModel, answerAnthropicModels } from "../anthropic/models-list.ts";
import { anthropicVoice } from "../anthropic/voice.ts";
import { type AzurePath, readAzurePath, withPromptFilter } from "../azure/endpoints.ts";
import { batchEndpoint } from "../batch/endpoints.ts";
import { isS3Path, s3Voice } from "../batch/s3.ts";
import { bedrockOperation, isBedrockPath } from "../bedrock/endpoints.ts";
import { bedrockVoice } from "../bedrock/voice.ts";
import { geminiOperation, isClaudePath, isGeminiPath } from "../gemini/endpoints.ts";
import { geminiVoice } from "../gemini/voice.ts";
import type { SimulatedProvider } from "../models.ts";
import { answerChatCompletions } from "../openai/chat-completions.ts";
import { answerEmbeddings } from "../openai/embeddings.ts";
import { openaiError } from "../openai/errors.ts";
import { answerOpenaiModel, answerOpenaiModels } from "../openai/models-list.ts";
import { answerResponses } from "../openai/responses.ts";
import { openaiVoice } from "../openai/voice.ts";
import { type Answer, RefusedRequest } from "./answer.ts";
import type { Endpoint, ProviderVoice, SimulatedRequest } from "./simulated-request.ts";

type AnswerFunction = (request: SimulatedRequest) => Answer;

type Versioned = Exclude<SimulatedProvider, "bedrock" | "gemini">;

const endpoints: Readonly<Record<Versioned, ReadonlyMap<string, AnswerFunction>>> = {
  openai: new Map<string, AnswerFunction>([
    ["POST /v1/chat/completions", answerChatCompletions],
    ["POST /v1/responses", answerResponses],
    ["POST /v1/embeddings", answerEmbeddings],
    ["GET /v1/models", answerOpenaiModels],
    ["GET /v1/models/", answerOpenaiModel],
  ]),
  anthropic: new Map<string, AnswerFunction>([
    ["POST /v1/messages", answerMessages],
    ["POST /v1/messages/count_tokens", answerCountTokens],
    ["GET /v1/models", answerAnthropicModels],
    ["GET /v1/models/", answerAnthropicModel],
  ]),
};

/** Who is asked: Bedrock and Anthropic by their paths, Anthropic by its version header, else OpenAI. */
export function voiceFor(path: string, headers: IncomingHttpHeaders): ProviderVoice {
  if (isS3Path(path)) return s3Voice;
  if (isBedrockPath(path)) return bedrockVoice;
  if (isClaudePath(path)) return anthropicVoice;
  if (isGeminiPath(path, headers)) return geminiVoice;
  return path.startsWith("/v1/messages") || headers["anthropic-version"] !== undefined
    ? anthropicVoice
    : openaiVoice;
}

const NAMED_PATH = "/v1/models/";

export function endpointFor(
  method: string,
  path: string,
  provider: SimulatedProvider,
): Endpoint | undefined {
  const batch = batchEndpoint(method, path, provider);
  if (batch !== undefined) return batch;
  if (provider === "bedrock") {
    const operation = bedrockOperation(method, path);
    if (operation === undefined) return undefined;
    return { pathName: decodedName(operation.model), answer: operation.answer };
  }
  if (provider === "gemini" || isClaudePath(path)) {
    const operation = geminiOperation(method, path);
    if (operation === undefined) return undefined;
    const { model, answer } = operation;
    return { pathName: model === undefined ? undefined : decodedName(model), answer };
  }
  const azure = readAzurePath(path);
  if (azure !== undefined) return azureEndpoint(method, azure);
  const known = endpoints[provider];
  const exact = known.get(`${method} ${path}`);
  if (exact !== undefined && path !== NAMED_PATH) return { pathName: undefined, answer: exact };
  const name = path.startsWith(NAMED_PATH) ? path.slice(NAMED_PATH.length) : "";
  const named = name === "" ? undefined : known.get(`${method} ${NAMED_PATH}`);
  if (named === undefined) return undefined;
  return { pathName: decodedName(name), answer: named };
}

/** OpenAI's endpoint, asked for a deployment; without `api-version` the classic paths are not found. */
function azureEndpoint(method: string, azure: AzurePath): Endpoint | undefined {
  const { openaiPath, deployment, wantsVersion } = azure;
  const found = endpointFor(method, openaiPath, "openai");
  if (found === undefined) return undefined;
  const pathName = deployment === undefined ? found.pathName : decodedName(deployment);
  return {
    pathName,
    answer: (request) => {
      if (wantsVersion && !new URLSearchParams(request.query).has("api-version")) {
        throw new RefusedRequest(openaiError(404, { message: "Resource not found", code: "404" }));
      }
      return withPromptFilter(found.answer(request), openaiPath);
    },
  };
}

/** A name that is not well encoded is looked up as it stands, and so not found. */
function decodedName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch (error) {
    if (error instanceof URIError) return name;
    throw error;
  }
}
