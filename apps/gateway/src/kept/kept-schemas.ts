import { promptSchema } from "@headgate/contract";
import { z } from "zod";

/** What the files of learned state hold, one schema a file. */

const count = z.int().nonnegative();
const amount = z.number().nonnegative();
const text = z.string().max(2_000);

const histogram = z.object({ cut: count, counts: z.array(z.tuple([count, count])).max(1_000) });

export const keptLengths = z
  .array(
    z
      .object({
        kind: z.object({
          ...{ policy: text, feature: text.optional(), task: text.optional(), model: text },
        }),
        current: histogram,
        before: histogram.optional(),
      })
      .transform(({ kind, current, before }) => ({
        kind: { ...kind, feature: kind.feature, task: kind.task },
        current,
        before,
      })),
  )
  .max(10_000);

export const keptReuse = z
  .array(
    z.tuple([
      text,
      z.object({
        known: amount,
        ended: z.array(amount).max(100),
        spentMs: z.array(amount).max(100),
      }),
    ]),
  )
  .max(10_000);

export const keptPromptSessions = z.object({
  policies: z.array(promptSchema).max(10_000),
  sessions: z.array(z.tuple([text, count])).max(100_000),
});

const contextMessage = z
  .object({
    role: z.enum(["system", "user", "assistant", "tool"]),
    tokens: amount,
    sentTokens: amount,
    toolCalls: z.array(text.nullable()),
    toolResults: z.array(
      z.object({ callId: text.optional(), tokens: amount, clearable: z.boolean() }),
    ),
  })
  .transform((message) => ({
    ...message,
    // In JSON an id that is absent from a list is null.
    toolCalls: message.toolCalls.map((id) => id ?? undefined),
    toolResults: message.toolResults.map((result) => ({ ...result, callId: result.callId })),
  }));

export const keptContextSessions = z
  .array(
    z.object({
      key: text,
      ageMs: z.number(),
      messages: z.array(contextMessage).max(200_000),
      digest: text,
      reduction: z.object({ cut: count, clear: count }),
      carried: z.number(),
      decided: count,
      decidedDigest: text,
      requests: count,
      colds: count,
    }),
  )
  .max(200_000);

export const keptNearThresholds = z
  .array(
    z.object({ measure: text, isOff: z.boolean(), verdicts: z.string().regex(/^[01]{1,300}$/) }),
  )
  .max(1_000);

/** Of each candidate there are 21 likenesses, what became of it and its half, in four bytes each: a version of its own when they change. */
const CANDIDATE_NUMBERS = 23;

export const keptNearHits = z
  .array(
    z
      .object({
        ...{ measure: text, candidates: count, count, rows: z.string().max(2_000_000) },
        // Absent in files of before.
        isClosed: z.boolean().optional(),
      })
      .refine(
        ({ candidates, rows }) =>
          Buffer.byteLength(rows, "base64") === candidates * CANDIDATE_NUMBERS * 4,
        "the rows are not as many as the candidates",
      ),
  )
  .max(1_000);
