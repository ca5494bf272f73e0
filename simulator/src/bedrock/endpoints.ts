import type { Answer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";
import { answerConverse, answerConverseStream } from "./converse.ts";
import { answerInvokeModel, answerInvokeModelStream } from "./invoke-model.ts";

const operations: ReadonlyMap<string, (request: SimulatedRequest) => Answer> = new Map([
  ["converse", answerConverse],
  ["converse-stream", answerConverseStream],
  ["invoke", answerInvokeModel],
  ["invoke-with-response-stream", answerInvokeModelStream],
]);

/** Bedrock's runtime has no version in its paths, and neither has its control plane. */
export const isBedrockPath = (path: string): boolean =>
  path.startsWith("/model/") || path.startsWith("/model-invocation-job");

/** The operation of `POST /model/{modelId}/{operation}`, and the model as it stands in the path. */
export function bedrockOperation(
  method: string,
  path: string,
): Readonly<{ model: string; answer: (request: SimulatedRequest) => Answer }> | undefined {
  const [, , model, name, more] = path.split("/");
  const answer = operations.get(name ?? "");
  if (method !== "POST" || answer === undefined || more !== undefined) return undefined;
  return model === undefined || model === "" ? undefined : { model, answer };
}
