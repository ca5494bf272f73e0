import type { ContextMessage } from "@headgate/levers";

/** A simulated session of an agent: what the client's history is at its n-th request. */
export type SimulatedSession = Readonly<{
  fixedTokens: number;
  /** All messages; request n carries those before `ends[n]`. */
  messages: readonly ContextMessage[];
  ends: readonly number[];
  /** Whether a request comes after the provider's cache forgot the session. */
  cold: readonly boolean[];
}>;

const FIXED = 8_000;
const QUESTION = 200;
const ANSWER_MEAN = 180;
const ANSWER_SIGMA = 0.6;
const RESULT_MEAN = 900;
const RESULT_SIGMA = 1.2;

/**
 * A question, then so many steps of an answer that calls a tool and the tool's result, in sizes of a lognormal
 * distribution; instructions and tools before it.
 */
export function simulatedSession(
  chance: () => number,
  { requests, coldShare }: Readonly<{ requests: number; coldShare: number }>,
): SimulatedSession {
  const messages: ContextMessage[] = [
    { role: "user", tokens: QUESTION, toolCalls: [], toolResults: [] },
  ];
  const ends: number[] = [];
  const cold: boolean[] = [];
  for (let index = 0; index < requests; index++) {
    ends.push(messages.length);
    cold.push(index > 0 && chance() < coldShare);
    const callId = `call-${index}`;
    const answer = lognormal(chance, ANSWER_MEAN, ANSWER_SIGMA);
    const tokens = lognormal(chance, RESULT_MEAN, RESULT_SIGMA);
    messages.push(
      { role: "assistant", tokens: answer, toolCalls: [callId], toolResults: [] },
      {
        role: "tool",
        tokens,
        toolCalls: [],
        toolResults: [{ callId, tokens, clearable: true }],
      },
    );
  }
  return { fixedTokens: FIXED, messages, ends, cold };
}

/** A number with the given mean, rounded up (Box and Muller's way to a normal one). */
function lognormal(chance: () => number, mean: number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  return Math.ceil(Math.exp(Math.log(mean) - (sigma * sigma) / 2 + sigma * normal));
}
