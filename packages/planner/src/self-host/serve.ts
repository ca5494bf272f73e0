import type { Deployment } from "./deployment.ts";
import type { ServingConstants } from "./serving-constants.ts";
import { mostAnswersInMemory, promptSeconds, stepSeconds } from "./step-times.ts";

/** What calls are like on average. */
export type CallShape = Readonly<{
  /** All tokens of the prompt, cached ones too. */
  promptTokens: number;
  /** Of these, at the beginning, in the server's prefix cache. */
  cachedTokens: number;
  answerTokens: number;
}>;

/** A replica with so many answers always under way. */
export type Served = Readonly<{
  answers: number;
  /** Calls a second that it finishes. */
  callsPerSecond: number;
  /** Seconds from one token of an answer to the next, pauses for others' prompts included. */
  secondsPerToken: number;
}>;

/**
 * A server in balance: as one answer ends the next call takes its place, and its prompt is read between the steps of the
 * others. The time for every place to turn over once is the steps of one answer and the prompts of all.
 *
 * How long a call waits for its first token is not worked out: it is queueing, and such models are wrong by 80 % there.
 */
export function serve(
  deployment: Deployment,
  call: CallShape,
  answers: number,
  constants: ServingConstants,
): Served {
  const { promptTokens, cachedTokens, answerTokens } = call;
  const step = stepSeconds(
    deployment,
    { answers, contextTokens: promptTokens + answerTokens / 2 },
    constants,
  );
  const prompt = promptSeconds(deployment, { tokens: promptTokens, cachedTokens }, constants);
  const seconds = answerTokens * step + answers * prompt;
  return {
    answers,
    callsPerSecond: answers / seconds,
    secondsPerToken: (seconds - prompt) / answerTokens,
  };
}

/**
 * The most answers under way that memory, the server and the limit on time per token allow, and what comes of it;
 * undefined where not even one answer meets them.
 */
export function serveAtLimit(
  deployment: Deployment,
  call: CallShape,
  limits: Readonly<{ secondsPerToken: number | undefined; mostAnswers?: number | undefined }>,
  constants: ServingConstants,
): Served | undefined {
  const most = Math.min(
    mostAnswersInMemory(deployment, call, constants),
    constants.mostAnswers,
    limits.mostAnswers ?? Number.POSITIVE_INFINITY,
  );
  const { secondsPerToken = Number.POSITIVE_INFINITY } = limits;
  const meets = (answers: number): boolean =>
    serve(deployment, call, answers, constants).secondsPerToken <= secondsPerToken;
  if (most < 1 || !meets(1)) return undefined;
  // Time per token grows with the answers under way.
  let [good, bad] = [1, most + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (meets(middle)) good = middle;
    else bad = middle;
  }
  return serve(deployment, call, good, constants);
}
