import { combine, createRandom } from "../seeded-random.ts";
import type { Answer } from "../server/answer.ts";
import type { SimulatedRequest } from "../server/simulated-request.ts";

const paths = {
  openai: "/v1/batches",
  anthropic: "/v1/messages/batches",
  bedrock: "/model-invocation-job",
};

/** The answer to a creation, or a fault of the server's although the batch was made. */
export function lostOr(
  { seed, batchOptions, requestId, realTime }: SimulatedRequest,
  number: number,
  answer: Answer,
  provider: keyof typeof paths = "openai",
): Answer {
  const lost = createRandom(combine(seed, number, 11))() < batchOptions.lostCreates;
  return lost ? realTime.voiceFor(paths[provider], {}).serverFault(requestId, 500) : answer;
}
