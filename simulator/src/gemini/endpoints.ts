import type { Answer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { answerCountTokens } from "./count-tokens.ts";
import { answerBatchEmbedContents, answerEmbedContent } from "./embed-content.ts";
import { answerGenerateContent, answerStreamGenerateContent } from "./generate-content.ts";
import { answerGeminiModel, answerGeminiModels } from "./models-list.ts";

type AnswerFunction = (request: SimulatedRequest) => Answer;

/** The Gemini API's paths, and Vertex AI's for the same models. */
const METHOD =
  /^\/v1(?:beta|beta1|alpha)?\/((?:projects\/[^/]+\/locations\/[^/]+\/)?publishers\/google\/)?models\/([^/]+):([a-zA-Z]+)$/;
const LIST = /^\/v1beta\/models(?:\/([^/:]+))?$/;

export const isGeminiPath = (path: string): boolean => METHOD.test(path) || LIST.test(path);

/** What a path asks for, and the model as it stands in the path. */
export function geminiOperation(
  method: string,
  path: string,
): Readonly<{ model: string; answer: AnswerFunction }> | undefined {
  const list = LIST.exec(path);
  if (list !== null) {
    if (method !== "GET") return undefined;
    const [, model] = list;
    return model === undefined
      ? { model: "", answer: answerGeminiModels }
      : { model, answer: answerGeminiModel };
  }
  const [, vertex, model, name] = METHOD.exec(path) ?? [];
  if (method !== "POST" || model === undefined || name === undefined) return undefined;
  const answer = answerOf(name, vertex !== undefined);
  return answer === undefined ? undefined : { model, answer };
}

function answerOf(name: string, atVertex: boolean): AnswerFunction | undefined {
  switch (name) {
    case "generateContent":
      return (request) => answerGenerateContent(request, atVertex);
    case "streamGenerateContent":
      return (request) => answerStreamGenerateContent(request, atVertex);
    case "countTokens":
      return answerCountTokens;
    case "embedContent":
      return answerEmbedContent;
    case "batchEmbedContents":
      return answerBatchEmbedContents;
    default:
      return undefined;
  }
}
