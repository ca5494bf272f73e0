import { z } from "zod";

/** Lines that ask for a short answer. They never change, so the provider's prompt cache holds from the first call on. */
export const outputStyles = {
  terse:
    "Answer as briefly as the task allows: no introduction, no repetition of the question, no closing remarks.",
  bullets:
    "Answer in short bullet points, one fact each, without an introduction or closing remarks.",
} as const;
const outputStyleNames = Object.keys(outputStyles) as [keyof typeof outputStyles];

/** For what a stream may be ended before its provider does. */
const streamEnds = ["complete", "repetition", "over_budget"] as const;

/** What an answer may be: nothing is changed unless said. */
export const outputSchema = z
  .strictObject({
    max_tokens: z
      .union([z.literal("learned"), z.int().min(1).max(10_000_000)], {
        error: "expected learned, or a whole number of tokens from 1 to 10000000",
      })
      .optional()
      .meta({
        description:
          "The most tokens of an answer where the client says none, or more; a client's lower limit stays. learned: headroom times what 99 % of the accepted answers of this policy, feature and model stay below, with 95 % confidence; no limit before 300 of them were seen.",
      }),
    headroom: z.number().min(1).max(10).default(1.5).meta({
      description: "What a learned length is multiplied by.",
    }),
    stop: z.array(z.string().min(1).max(64)).max(4).default([]).meta({
      description: "Stop sequences, where the client gives none. Not for OpenAI's responses.",
    }),
    json_schema: z
      .strictObject({
        name: z
          .string()
          .regex(/^[A-Za-z0-9_-]{1,64}$/, "expected up to 64 letters, digits, _ or -"),
        schema: z.record(z.string(), z.unknown()),
      })
      .optional()
      .meta({
        description: "The JSON schema of an answer, where the client asks for no form of its own.",
      }),
    style: z.enum(outputStyleNames).optional().meta({
      description: "A line behind the system text that asks for a short answer.",
    }),
    end_stream: z.array(z.enum(streamEnds)).max(streamEnds.length).default([]).meta({
      description:
        "For what a stream may be ended early. complete: it runs on behind the JSON value that was asked for, or behind closing_tag; repetition: it is in a loop; over_budget: it has more tokens than a budget has set aside for it. What was produced by then is charged, by estimate.",
    }),
    closing_tag: z.string().min(2).max(64).optional().meta({
      description: "What closes an answer, for end_stream: [complete], e.g. </answer>.",
    }),
  })
  .superRefine(({ closing_tag: tag, end_stream: rules }, context) => {
    if (tag === undefined || rules.includes("complete")) return;
    context.addIssue({
      code: "custom",
      path: ["closing_tag"],
      message: "needs end_stream: [complete]: nothing else looks for it",
    });
  });
export type OutputPolicy = z.infer<typeof outputSchema>;
