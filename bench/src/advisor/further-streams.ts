import { answerTokens, digestOf, LONGEST_ANSWER, needsNothing } from "./facts.ts";
import { type Planted, plant, type Stream } from "./planted.ts";

const BYTES_A_TOKEN = 4;
const STEPS = 12;
const KEPT_STEPS = 2;
const RESULT_TOKENS = 1_500;
const CALL_TOKENS = 50;
const SYSTEM_TOKENS = 1_000;
const QUESTION_TOKENS = 200;
/** Of a result, what is white space and repeated names. */
const WORDY_SHARE = 0.2;

/** Features whose waste lies in their conversations, their model, or in what nobody knows of them. */
export function furtherStreams(
  random: () => number,
): Readonly<{ planted: readonly Planted[]; streams: readonly Stream[] }> {
  const histories = plant("old results of tools, sent again and again", "context", {
    feature: "agent",
  });
  const wordy = plant("results of tools with a fifth of white space", "prompt", {
    feature: "agent",
    seenIn: "texts",
  });
  const dominated = plant("a model that another one beats on each call", "route", {
    model: "gpt-4-turbo",
    feature: "drafts",
  });
  const unpriced = plant("a model without a price", "unpriced", { seenIn: "none" });
  const unowned = plant("spend that no team answers for", "unallocated", { seenIn: "none" });
  const streams: readonly Stream[] = [
    {
      feature: "agent",
      provider: "bedrock",
      model: "meta.llama3-3-70b-instruct-v1:0",
      share: 0.06,
      hours: [8, 20],
      make: ({ index }) => {
        const step = index % STEPS;
        const session = Math.floor(index / STEPS);
        const tokens = {
          system: SYSTEM_TOKENS,
          user: QUESTION_TOKENS,
          ...(step > 0 && { history: step * CALL_TOKENS, tool_results: step * RESULT_TOKENS }),
        };
        const inputAt = (at: number): number =>
          SYSTEM_TOKENS + QUESTION_TOKENS + at * (CALL_TOKENS + RESULT_TOKENS);
        const placeOf = (at: number) =>
          [digestOf(`agent-${session}-${at}`), inputAt(at) * BYTES_A_TOKEN] as const;
        const input = inputAt(step);
        const cleared = Math.max(0, step - KEPT_STEPS) * RESULT_TOKENS;
        const left = step * RESULT_TOKENS - cleared;
        const usage = { input, output: CALL_TOKENS };
        return {
          usage,
          facts: {
            ...needsNothing,
            digest: digestOf(`agent-${index}`),
            finish_reason: "tool-calls",
            max_output_tokens: LONGEST_ANSWER,
            needs: ["tools"],
            turns: 1 + 2 * step,
            prefix: {
              places: [
                [digestOf("agent"), SYSTEM_TOKENS * BYTES_A_TOKEN],
                ...(step > 0 ? [[...placeOf(step - 1)] as [string, number]] : []),
                [...placeOf(step)],
              ],
              head: 1,
            },
          },
          wastes: [
            { planted: histories, instead: { ...usage, input: input - cleared } },
            // Beside the other: of what is left.
            {
              planted: wordy,
              instead: { ...usage, input: input - Math.round(left * WORDY_SHARE) },
            },
          ],
          more: {
            prompt_parts: Object.fromEntries(
              Object.entries(tokens).map(([part, count]) => [part, count * BYTES_A_TOKEN]),
            ),
          },
        };
      },
    },
    {
      feature: "drafts",
      provider: "openai",
      model: "gpt-4-turbo",
      share: 0.02,
      hours: [8, 18],
      make: ({ index }) => ({
        usage: { input: 1_200, output: answerTokens(random) },
        facts: {
          ...needsNothing,
          digest: digestOf(`drafts-${index}`),
          finish_reason: "end",
          max_output_tokens: LONGEST_ANSWER,
          turns: 1,
        },
        wastes: [{ planted: dominated, instead: { model: "gpt-4.1" } }],
        more: { stream: true },
      }),
    },
    {
      feature: "pilot",
      provider: "openai",
      model: "constructed-model-without-a-price",
      share: 0.01,
      hours: [9, 17],
      isUnpriced: true,
      make: ({ index }) => ({
        usage: { input: 800, output: answerTokens(random) },
        facts: { digest: digestOf(`pilot-${index}`), finish_reason: "end", turns: 1 },
        wastes: [{ planted: unpriced, instead: "none" }],
      }),
    },
    {
      feature: "reports",
      provider: "azure",
      model: "gpt-4.1",
      share: 0.03,
      hours: [9, 18],
      make: ({ index }) => ({
        usage: { input: 6_000, output: answerTokens(random) },
        facts: {
          ...needsNothing,
          digest: digestOf(`reports-${index}`),
          finish_reason: "end",
          max_output_tokens: LONGEST_ANSWER,
          turns: 1,
        },
        wastes: [{ planted: unowned, instead: "none" }],
        more: { stream: true, attribution: { feature: "reports" } },
      }),
    },
  ];
  return { planted: [histories, wordy, dominated, unpriced, unowned], streams };
}
