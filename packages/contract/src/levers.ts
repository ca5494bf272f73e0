import { z } from "zod";

/**
 * The levers that act on calls, in the order in which they act. What an output limit saved is often not known, and
 * hides what the levers before it saved: so it acts before those that can tell.
 */
export const leverNames = [
  "exact-cache",
  "semantic-cache",
  "batch",
  "route",
  "output",
  "context",
  "prompt",
  "prefix-cache",
] as const;
export type LeverName = (typeof leverNames)[number];

/** What a lever did to a request, as its row tells it. */
export const changeSchema = z.strictObject({
  lever: z.enum(leverNames),
  /** One word of the lever's own list. */
  did: z.string().regex(/^[a-z0-9_]{1,64}$/),
  /** In how many places. */
  count: z.int().nonnegative().optional(),
  /** Input tokens that this took away, by a count of ours (o200k_base); negative where it added some. */
  input_tokens: z.int().optional(),
  /** Of texts that were shortened and of what became of them, keyed: what is given back later is shown to be the same by it. */
  digest: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/)
    .optional(),
});
export type Change = z.infer<typeof changeSchema>;

/**
 * What a prompt is made of. `system`: instructions, wherever the format has them. `tools`: definitions of
 * tools. `tool_results`: what tools answered. `documents`: texts of document and search-result blocks. `user`:
 * what the user says last. `history`: all other turns, with the calls of tools.
 */
export const promptPartNames = [
  "system",
  "tools",
  "history",
  "tool_results",
  "documents",
  "user",
] as const;
export type PromptPart = (typeof promptPartNames)[number];

/** UTF-8 bytes of text in each part; one that is not there is absent, and one at least is there. */
export const promptPartsSchema = z
  .strictObject(
    Object.fromEntries(promptPartNames.map((part) => [part, z.int().nonnegative()])) as Record<
      PromptPart,
      z.ZodInt
    >,
  )
  .partial()
  .refine((parts) => promptPartNames.some((part) => parts[part] !== undefined), {
    error: "names no part",
  });
export type PromptParts = z.infer<typeof promptPartsSchema>;
