import { z } from "zod";
import { dollarsText } from "../dollars.ts";

const count = z.int().nonnegative();

/** The parts of a prompt, in the order in which providers read it. */
export const promptSectionParts = ["tools", "system", "message"] as const;

/** What the provider's cache did for the prompts of one model, and what markers saved. */
const prefixModelSchema = z.object({
  provider: z.string(),
  model: z.string(),
  calls: count,
  /** All prompt tokens, cached ones included, and those of them that were read and written. */
  input_tokens: count,
  read_tokens: count,
  written_tokens: count,
  /** Calls whose prompt tokens are not known, and are in none of these. */
  unmetered: count,
  /** Read ÷ all prompt tokens; null where there were none. */
  hit_rate: z.number().min(0).max(1).nullable(),
  /** Calls that were marked for five minutes, for an hour, and left as they were. */
  marked_5m: count,
  marked_1h: count,
  unmarked: count,
  /** Signed dollars that markers saved; calls whose saving is not known are in none of it. */
  saved: dollarsText,
  saved_unknown: count,
  /** True where some of it is of simulated providers. */
  simulated: z.boolean(),
});

/** Prompts that began as the one before did and then did not go on as it. */
const brokenPrefixSchema = z.object({
  key_id: z.string(),
  provider: z.string(),
  model: z.string(),
  /** What changed first, and for a message its place. */
  part: z.enum(promptSectionParts),
  index: count,
  /** Where it changed, in bytes from the begin of that part, to within 64; `to` is null where its length changed. */
  from_byte: count,
  to_byte: count.nullable(),
  /** How long the part was and is. */
  bytes_before: count,
  bytes_now: count,
  times: count,
  first_at: z.iso.datetime(),
  last_at: z.iso.datetime(),
  /** The last call that it happened to. */
  call_id: z.string(),
  /** About how many tokens the provider had, and were paid for again. */
  tokens_again: count,
  /** Times that it is not known what the provider had. */
  tokens_unknown: count,
  /** Dollars above what reading them would have cost; breaks without a known price are in none of it. */
  cost_again: dollarsText,
  cost_unknown: count,
  simulated: z.boolean(),
});
export type BrokenPrefix = z.infer<typeof brokenPrefixSchema>;

/** What the gateway that is asked knows of the providers' prompt caches since it started. */
export const prefixStatsSchema = z.object({
  started_at: z.iso.datetime(),
  /** Places in prompts that are remembered, by digest, and the most that may be. */
  remembered: count,
  max_remembered: count,
  /** Requests that were not looked at, by the reason. */
  skipped: z.record(z.string(), count),
  models: z.array(prefixModelSchema),
  broken: z.array(brokenPrefixSchema),
});
export type PrefixStats = z.infer<typeof prefixStatsSchema>;
