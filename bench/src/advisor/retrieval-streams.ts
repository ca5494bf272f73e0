import { answerTokens, digestOf, LONGEST_ANSWER, needsNothing } from "./facts.ts";
import { type Planted, plant, type Stream } from "./planted.ts";

const BYTES_A_TOKEN = 4;
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** Twenty passages, of which half would do, cut with so much overlap that a fifth of them stands there twice. */
const PASSAGES = 20;
const PASSAGE_TOKENS = 300;
const DOCUMENT_TOKENS = PASSAGES * PASSAGE_TOKENS;
const REPEATED_TOKENS = DOCUMENT_TOKENS / 5;
const REST_TOKENS = 500;
const DIGESTS = 16;

/** So few that each comes again within a stretch of calls: what lies further apart no sample tells. */
const DOCUMENTS = 30;
const DOCUMENT_EMBEDDED_TOKENS = 2_000;

const MANUAL_TOKENS = 60_000;
const QUESTION_TOKENS = 200;

/** Features whose waste lies in what a search finds and in marks of their clients'. */
export function retrievalStreams(
  random: () => number,
): Readonly<{ planted: readonly Planted[]; streams: readonly Stream[] }> {
  const overlap = plant("passages that stand in a prompt twice", "passage-overlap", {
    feature: "knowledge",
  });
  const tooMany = plant("twice as many passages as answers need", "retrieved-text", {
    feature: "knowledge",
  });
  const again = plant("documents that are embedded again unchanged", "exact-cache", {
    model: "text-embedding-3-large",
    feature: "index",
  });
  const shortMarks = plant("clients' marks that end before the next call", "cache-ttl", {
    model: "claude-opus-4-5",
    feature: "desk",
  });
  const embeddedAt = new Map<number, number>();
  let askedAtMs = Number.NEGATIVE_INFINITY;
  const streams: readonly Stream[] = [
    {
      feature: "knowledge",
      provider: "openai",
      model: "gpt-4.1-mini",
      share: 0.04,
      hours: [8, 20],
      make: ({ index }) => {
        const usage = { input: REST_TOKENS + DOCUMENT_TOKENS, output: answerTokens(random) };
        const without = (tokens: number) => ({ ...usage, input: usage.input - tokens });
        return {
          usage,
          facts: {
            ...needsNothing,
            digest: digestOf(`knowledge-${index}`),
            finish_reason: "end",
            max_output_tokens: LONGEST_ANSWER,
            turns: 1,
            passages: {
              count: PASSAGES,
              bytes: DOCUMENT_TOKENS * BYTES_A_TOKEN,
              repeated_bytes: REPEATED_TOKENS * BYTES_A_TOKEN,
              digests: Array.from({ length: DIGESTS }, () =>
                String(Math.floor(random() * 5_000)).padStart(8, "0"),
              ),
            },
          },
          wastes: [
            { planted: overlap, instead: without(REPEATED_TOKENS) },
            // Beside the other: of what is left.
            { planted: tooMany, instead: without((DOCUMENT_TOKENS - REPEATED_TOKENS) / 2) },
          ],
          more: {
            stream: true,
            prompt_parts: {
              system: (REST_TOKENS - QUESTION_TOKENS) * BYTES_A_TOKEN,
              documents: DOCUMENT_TOKENS * BYTES_A_TOKEN,
              user: QUESTION_TOKENS * BYTES_A_TOKEN,
            },
          },
        };
      },
    },
    {
      feature: "index",
      provider: "openai",
      model: "text-embedding-3-large",
      operation: "embeddings",
      share: 0.05,
      hours: [0, 24],
      make: ({ atMs }) => {
        const which = Math.floor(random() * DOCUMENTS);
        const before = embeddedAt.get(which);
        const isRepeat = before !== undefined && atMs - before < DAY_MS;
        if (!isRepeat) embeddedAt.set(which, atMs);
        return {
          usage: { input: DOCUMENT_EMBEDDED_TOKENS },
          facts: { digest: digestOf(`document-${which}`), deterministic: true },
          ...(isRepeat && { wastes: [{ planted: again, instead: "none" as const }] }),
        };
      },
    },
    {
      feature: "desk",
      provider: "anthropic",
      model: "claude-opus-4-5",
      share: 0.0025,
      hours: [8, 18],
      make: ({ index, atMs }) => {
        const sinceMs = atMs - askedAtMs;
        askedAtMs = atMs;
        const output = answerTokens(random);
        const kept = (ms: number, bucket: "cache_write_5m" | "cache_write_1h") => ({
          input: QUESTION_TOKENS,
          output,
          [sinceMs < ms ? "cache_read" : bucket]: MANUAL_TOKENS,
        });
        const usage = kept(5 * MINUTE_MS, "cache_write_5m");
        return {
          usage,
          facts: {
            ...needsNothing,
            digest: digestOf(`desk-${index}`),
            finish_reason: "end",
            max_output_tokens: LONGEST_ANSWER,
            turns: 1,
            prefix: {
              places: [
                [digestOf("manual"), MANUAL_TOKENS * BYTES_A_TOKEN],
                [digestOf(`desk-${index}`), (MANUAL_TOKENS + QUESTION_TOKENS) * BYTES_A_TOKEN],
              ],
              ...{ head: 1, marked: true },
            },
          },
          wastes: [
            { planted: shortMarks, instead: [usage, kept(60 * MINUTE_MS, "cache_write_1h")] },
          ],
          more: { stream: true },
        };
      },
    },
  ];
  return { planted: [overlap, tooMany, again, shortMarks], streams };
}
