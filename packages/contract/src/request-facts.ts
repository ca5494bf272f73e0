import { z } from "zod";
import { cacheRefusalNames } from "./cache-use.ts";
import { modelTiers } from "./model-tiers.ts";

/**
 * Why a model stopped, in the words of all formats alike. `length`: at a limit of the answer; `context-full`: at the
 * end of what the model takes in.
 */
export const finishReasons = [
  "end",
  "length",
  "stop-sequence",
  "tool-calls",
  "refusal",
  "context-full",
  "other",
] as const;
export type FinishReason = (typeof finishReasons)[number];

/** What a request can need of a model; `other`: what cannot be read here. */
const requestNeeds = ["tools", "json_schema", "json_object", "image", "pdf", "other"] as const;
export type RequestNeed = (typeof requestNeeds)[number];

/** 128 bits of a keyed digest, in base64url. */
const digest = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

/** The most places of a prompt that a row tells of. */
export const MOST_PREFIX_PLACES = 8;

/**
 * What of a prompt a provider could keep. `places`: the end of tools and system, and the last ends of messages, each with
 * a digest of all that stands before it and the bytes of that; they rise.
 */
const prefixFactsSchema = z.strictObject({
  places: z
    .array(z.tuple([digest, z.int().nonnegative()]))
    .min(1)
    .max(MOST_PREFIX_PLACES)
    .readonly(),
  /** How many of the places end tools and system. */
  head: z.int().nonnegative(),
  /** True where the client marks the prompt itself: then nothing is marked for it. */
  marked: z.boolean().optional(),
});
export type PrefixFacts = z.infer<typeof prefixFactsSchema>;

/** The most passages of a prompt that a row has digests of. */
export const MOST_PASSAGE_DIGESTS = 16;

/** What is kept of the passages in a prompt: texts of blocks that its format knows as documents or search results. */
const passageFactsSchema = z.strictObject({
  count: z.int().positive(),
  /** UTF-8 bytes of all of them. */
  bytes: z.int().nonnegative(),
  /** About how many of the bytes stand in an earlier passage of the same prompt as well; absent where that was not looked for. */
  repeated_bytes: z.int().nonnegative().optional(),
  /** Of the first ones, in their order: 48 bits of a keyed digest, in base64url. */
  digests: z
    .array(z.string().regex(/^[A-Za-z0-9_-]{8}$/))
    .max(MOST_PASSAGE_DIGESTS)
    .readonly(),
});
export type PassageFacts = z.infer<typeof passageFactsSchema>;

/**
 * What is kept of a request so that changes can be simulated on it later: digests, places and counts, no text. Digests
 * are keyed with a secret of the installation (`HEADGATE_DATA/history-salt`), which never leaves it.
 */
export const requestFactsSchema = z.strictObject({
  /** Of all that the answer depends on, whatever the order of its JSON; absent where that cannot be told. */
  digest: digest.optional(),
  /** The same but for case, punctuation and politeness of the last message; absent where that is the same, or told by nothing. */
  normal_digest: digest.optional(),
  /** Whether it asks for one certain answer: an embedding, temperature 0, or a seed. */
  deterministic: z.boolean().optional(),
  /** Why it could not be answered with an earlier answer, whatever the policy. */
  not_cached: z.enum(cacheRefusalNames).optional(),
  /** Absent where the prompt is shorter than any that is kept, or its format has none. */
  prefix: prefixFactsSchema.optional(),
  /** The most tokens of an answer that the client asked for. */
  max_output_tokens: z.int().nonnegative().optional(),
  /** Absent where the prompt has none. */
  passages: passageFactsSchema.optional(),
  finish_reason: z.enum(finishReasons).optional(),
  /** Messages of the conversation. */
  turns: z.int().nonnegative().optional(),
  /** What the call is for, and the tier of model that is assumed to do it; absent where that is not plain. */
  task: z.string().min(1).max(64).optional(),
  tier: z.enum(modelTiers).optional(),
  /** What it needs of a model beside text; absent where that was not looked at. */
  needs: z.array(z.enum(requestNeeds)).readonly().optional(),
});
export type RequestFacts = z.infer<typeof requestFactsSchema>;
