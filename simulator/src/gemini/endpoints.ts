import type { IncomingHttpHeaders } from "node:http";
import { invalidRequest } from "../anthropic/errors.ts";
import { messageJson } from "../anthropic/message-json.ts";
import { messageStream } from "../anthropic/message-stream.ts";
import { planMessage } from "../anthropic/messages.ts";
import { parseBody, readModel } from "../anthropic/read-fields.ts";
import type { Answer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import {
  answerBatchEmbedContents,
  answerCountTokens,
  answerEmbedContent,
} from "./count-and-embed.ts";
import { answerGenerateContent, answerStreamGenerateContent } from "./generate-content.ts";
import { answerGeminiModels } from "./models-list.ts";

type AnswerFunction = (request: SimulatedRequest) => Answer;
type Operation = Readonly<{ model: string | undefined; answer: AnswerFunction }>;

const operations: ReadonlyMap<string, AnswerFunction> = new Map<string, AnswerFunction>([
  ["generateContent", answerGenerateContent],
  ["streamGenerateContent", answerStreamGenerateContent],
  ["countTokens", answerCountTokens],
  ["embedContent", answerEmbedContent],
  ["batchEmbedContents", answerBatchEmbedContents],
]);

const PATH =
  /^\/v1(?:beta|alpha|beta1)?\/((?:projects\/[^/]+\/locations\/[^/]+\/)?publishers\/(google|anthropic)\/)?models(?:\/([^/:]+)(?::([A-Za-z]+))?)?$/;

/** Whether a path is Google's; the list of models of `v1` is so only with Google's key. */
export function isGeminiPath(path: string, headers: IncomingHttpHeaders): boolean {
  const match = PATH.exec(path);
  if (match === null) return false;
  const [, vertex, , , operation] = match;
  const others = path.startsWith("/v1/models") && operation === undefined && vertex === undefined;
  return !others || headers["x-goog-api-key"] !== undefined;
}

/** Claude's paths at Vertex are Google's, its words Anthropic's. */
export const isClaudePath = (path: string): boolean => PATH.exec(path)?.[2] === "anthropic";

export function geminiOperation(method: string, path: string): Operation | undefined {
  const match = PATH.exec(path);
  if (match === null) return undefined;
  const [, vertex, publisher, model, name] = match;
  if (name === undefined) {
    return method === "GET" && publisher !== "anthropic"
      ? { model, answer: answerGeminiModels }
      : undefined;
  }
  if (method !== "POST") return undefined;
  if (publisher === "anthropic") {
    if (name === "rawPredict") return { model, answer: answerClaude };
    return name === "streamRawPredict" ? { model, answer: answerClaudeStream } : undefined;
  }
  const answer = operations.get(name);
  if (answer === undefined) return undefined;
  if (vertex === undefined) return { model, answer };
  return { model, answer: (request) => answer({ ...request, trafficType: "ON_DEMAND" }) };
}

const answerClaude: AnswerFunction = (request) => messageJson(planClaude(request));
const answerClaudeStream: AnswerFunction = (request) =>
  messageStream(planClaude(request), request.tokensPerDelta);

/** The path names the model, the body the version of the format. */
function planClaude(request: SimulatedRequest) {
  const body = parseBody(request);
  if (body.anthropic_version !== "vertex-2023-10-16") {
    throw invalidRequest(request.requestId, "anthropic_version: Field required");
  }
  const named = { ...body, model: request.pathName?.replace("@", "-") };
  const answer = planMessage(request, named, readModel(request, named));
  return { ...answer, id: answer.id.replace(/^msg_/, "msg_vrtx_") };
}
