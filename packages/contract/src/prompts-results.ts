import { z } from "zod";
import { dollarsText } from "./dollars.ts";

const count = z.int().nonnegative();

/** What a linter of prompts looks for. */
const lintRules = [
  "repeated_block",
  "repeated_sentence",
  "similar_instruction",
  "filler",
  "politeness",
  "padding",
  "long_example",
] as const;
export type LintRule = (typeof lintRules)[number];

/** A part of a prompt that could be shorter. */
const lintFindingSchema = z.object({
  rule: z.enum(lintRules),
  line: z.int().positive(),
  column: z.int().positive(),
  /** Of the part as it is, by our count (o200k_base). */
  tokens: count,
  /** The beginning of the part. */
  excerpt: z.string(),
  reason: z.string(),
  /** What could stand in its place; null where only a person can say. */
  replacement: z.string().nullable(),
});

/** What a shorter prompt would save in a month on one model. */
const promptSavingSchema = z.object({
  model: z.string(),
  provider: z.string().nullable(),
  calls: count,
  /** Where the prompt is billed as new in every call, and where it is read from the provider's cache in every one. */
  as_input: dollarsText.nullable(),
  as_cache_read: dollarsText.nullable(),
  /** Why a price is not known. */
  reason: z.string().nullable(),
});

const lintedPromptSchema = z.object({
  /** The file, and in a log the first line that has the prompt. */
  source: z.string(),
  /** Of the prompt's UTF-8 bytes: what `prompts` in the configuration names it by. */
  sha256: z.string(),
  /** Requests with this prompt in a log; null for a file that is one prompt. */
  seen: count.nullable(),
  tokens: count,
  /** Of the prompt with everything replaced that has a replacement. */
  draft_tokens: count,
  findings: z.array(lintFindingSchema),
  /** Findings beyond those that are listed. */
  left_out: count,
  /** Null where nobody said how often the prompt is sent. */
  monthly: z.array(promptSavingSchema).nullable(),
});
export type LintedPrompt = z.infer<typeof lintedPromptSchema>;

/** What `headgate prompts lint --json` prints. */
export const promptsLintSchema = z.object({
  prompts: z.array(lintedPromptSchema),
  /** Lines of logs that hold no request with a system prompt. */
  lines_without_prompt: count,
  /** Lines of logs that are no JSON: what they say is in nothing here. */
  broken_lines: count,
  /** The day whose prices hold. */
  prices_of: z.iso.date().nullable(),
});
export type PromptsLint = z.infer<typeof promptsLintSchema>;

/** Which version of a prompt calls were sent with, by their tag `prompt.NAME`. */
export const promptArms = ["approved", "original"] as const;
export type PromptArm = (typeof promptArms)[number];

/** How much less the approved version has on average, and from where to where that lies at 95 %. */
const differenceOf = <Value extends z.ZodType>(value: Value) =>
  z.object({ difference: value, from: value, to: value }).nullable();
const tokensText = z.string().regex(/^-?\d+\.\d$/);

const promptArmSchema = z.object({
  calls: count,
  /** Calls outside the time that both versions have calls in, and beyond so many that are taken evenly over it. */
  left_out: count,
  failed: count,
  /** Calls whose output tokens, and whose cost, nobody knows: they are in no average of it. */
  without_output_tokens: count,
  without_cost: count,
  output_tokens: tokensText.nullable(),
  cost: dollarsText.nullable(),
  outcomes: count,
  accepted_outcomes: count,
});
export type PromptArmMeasures = z.infer<typeof promptArmSchema>;

/** What `headgate prompts compare --json` prints. */
export const promptsCompareSchema = z.object({
  name: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** The time that both versions have calls in, which alone is compared; null where there is none. */
  compared: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }).nullable(),
  arms: z.object({ approved: promptArmSchema, original: promptArmSchema }),
  /** Original less approved, a call; null where either version has too few calls for an interval. */
  output_tokens_saved: differenceOf(tokensText),
  cost_saved: differenceOf(dollarsText),
  simulated: z.boolean(),
});
export type PromptsCompare = z.infer<typeof promptsCompareSchema>;
