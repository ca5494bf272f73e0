import { answerTokens, digestOf, LONGEST_ANSWER, needsNothing } from "./facts.ts";
import { type Planted, plant, type Stream } from "./planted.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SYSTEM_TOKENS = 6_000;
const BYTES_A_TOKEN = 4;
const QUESTION_TOKENS = 120;
/** How long Anthropic keeps a marked prompt: five minutes, or an hour for a dearer write. */
const keptMs = { cache_write_5m: 300_000, cache_write_1h: HOUR_MS } as const;

/** Features whose waste calls alone tell: repeats, unmarked prompts, runaway answers, work that can wait, too large a model. */
export function simpleStreams(
  random: () => number,
): Readonly<{ planted: readonly Planted[]; streams: readonly Stream[] }> {
  const repeats = plant("questions that come again within a day", "exact-cache", {
    model: "gpt-4.1-mini",
    feature: "faq",
  });
  const prefixes = plant("long instructions that nobody marks", "prefix-cache", {
    model: "claude-sonnet-4-5",
  });
  const runaways = plant("answers that do not end", "output", {
    model: "gpt-4o-mini",
    feature: "chat",
  });
  const waiting = plant("nightly work in real time", "batch", {
    model: "gpt-4.1",
    feature: "nightly-enrichment",
  });
  const oversized = plant("intents told by a flagship", "route", {
    model: "gpt-4o",
    feature: "triage",
  });
  const planted = [repeats, prefixes, runaways, waiting, oversized];

  let lastAskedMs = Number.NEGATIVE_INFINITY;
  const asked = new Map<string, number>();
  const answer = (): number => answerTokens(random);
  const streams: readonly Stream[] = [
    {
      feature: "faq",
      provider: "openai",
      model: "gpt-4.1-mini",
      share: 0.22,
      hours: [7, 22],
      make: ({ index, atMs }) => {
        // Two in five questions are among forty that everybody asks.
        const isCommon = index % 5 < 2;
        const question = isCommon ? `common-${Math.floor(random() * 40)}` : `own-${index}`;
        const before = asked.get(question);
        const isRepeat = before !== undefined && atMs - before < DAY_MS;
        if (!isRepeat) asked.set(question, atMs);
        return {
          usage: { input: 900, output: answer() },
          facts: {
            ...needsNothing,
            digest: digestOf(question),
            deterministic: true,
            finish_reason: "end",
            max_output_tokens: LONGEST_ANSWER,
          },
          ...(isRepeat && { wastes: [{ planted: repeats, instead: "none" as const }] }),
        };
      },
    },
    {
      feature: "assistant",
      provider: "anthropic",
      model: "claude-sonnet-4-5",
      share: 0.1,
      hours: [8, 19],
      make: ({ index, atMs }) => {
        const input = SYSTEM_TOKENS + QUESTION_TOKENS;
        const sinceMs = atMs - lastAskedMs;
        lastAskedMs = atMs;
        const output = answer();
        return {
          usage: { input, output },
          facts: {
            ...needsNothing,
            digest: digestOf(`assistant-${index}`),
            finish_reason: "end",
            max_output_tokens: LONGEST_ANSWER,
            turns: 1,
            prefix: {
              places: [
                [digestOf("instructions"), SYSTEM_TOKENS * BYTES_A_TOKEN],
                [digestOf(`question-${index}`), input * BYTES_A_TOKEN],
              ],
              head: 1,
            },
          },
          wastes: [
            {
              planted: prefixes,
              instead: (["cache_write_5m", "cache_write_1h"] as const).map((bucket) => ({
                input: QUESTION_TOKENS,
                ...(sinceMs < keptMs[bucket]
                  ? { cache_read: SYSTEM_TOKENS }
                  : { [bucket]: SYSTEM_TOKENS }),
                output,
              })),
            },
          ],
        };
      },
    },
    {
      feature: "chat",
      provider: "openai",
      model: "gpt-4o-mini",
      share: 0.22,
      hours: [0, 24],
      make: ({ index }) => {
        const isRunaway = random() < 0.004;
        const output = isRunaway ? 12_000 : answer();
        return {
          usage: { input: 700, output },
          facts: {
            ...needsNothing,
            digest: digestOf(`chat-${index}`),
            finish_reason: isRunaway ? "length" : "end",
          },
          ...(isRunaway && {
            wastes: [{ planted: runaways, instead: { input: 700, output: LONGEST_ANSWER } }],
          }),
        };
      },
    },
    {
      feature: "nightly-enrichment",
      provider: "azure",
      model: "gpt-4.1",
      share: 0.15,
      hours: [2, 4],
      make: ({ index }) => ({
        usage: { input: 2_200, output: answer() },
        facts: {
          ...needsNothing,
          digest: digestOf(`night-${index}`),
          finish_reason: "end",
          max_output_tokens: LONGEST_ANSWER,
          turns: 1,
        },
        wastes: [{ planted: waiting, instead: "half" }],
        more: { stream: false },
      }),
    },
    {
      feature: "triage",
      provider: "openai",
      model: "gpt-4o",
      share: 0.12,
      hours: [6, 23],
      make: ({ index }) => ({
        usage: { input: 500, output: 12 },
        facts: {
          ...needsNothing,
          digest: digestOf(`triage-${index}`),
          finish_reason: "end",
          max_output_tokens: 50,
          turns: 1,
          task: "intent",
          tier: "micro",
        },
        wastes: [{ planted: oversized, instead: { model: "gpt-4o-mini" } }],
      }),
    },
    {
      // Nothing is wasted here: what is recommended for it is false.
      feature: "research",
      provider: "bedrock",
      model: "anthropic.claude-sonnet-4-5-20250929-v1:0",
      share: 0.07,
      hours: [9, 18],
      make: ({ index }) => ({
        usage: { input: 1_500, output: answer() },
        facts: {
          ...needsNothing,
          digest: digestOf(`research-${index}`),
          finish_reason: "end",
          max_output_tokens: LONGEST_ANSWER,
          turns: 1,
        },
        more: { stream: true },
      }),
    },
  ];
  return { planted, streams };
}
