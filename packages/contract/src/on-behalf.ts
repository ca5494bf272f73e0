import { z } from "zod";
import { attributionSchema, tagsSchema } from "./attribution.ts";

/**
 * Tells the gateway for which earlier admitted call control asks: {@link onBehalfSchema} as JSON, percent-encoded. Believed
 * only beside the token of the run; stripped from what goes on to providers, as all headers of its prefix are.
 */
export const ON_BEHALF_HEADER = "x-headgate-on-behalf";

/**
 * Why a call that could wait stays in real time. `cache_is_cheaper`: by what like calls read from the provider's cache;
 * `not_cheaper`, `batch_price_unknown`: by the prices of its model; `committed_capacity`: it is paid for and has room;
 * `answer_looked_at`: another model was chosen for it whose answers are looked at as they come, which no batch does.
 */
export const realTimeReasons = [
  "cache_is_cheaper",
  "not_cheaper",
  "batch_price_unknown",
  "committed_capacity",
  "answer_looked_at",
] as const;
export type RealTimeReason = (typeof realTimeReasons)[number];

const onBehalfSchema = z.strictObject({
  /** The key must still be live. */
  key_id: z.string().min(1),
  attribution: attributionSchema,
  tags: tagsSchema,
  client_call_id: z.string().min(1).max(128).optional(),
  /** As the call was admitted: where it is drawn for by itself, it stays in the arms of experiments where it fell. */
  admitted_call_id: z.string().min(1).max(180).optional(),
  /** Why it is asked in real time though it could wait: the call's row tells it. */
  real_time: z.enum(realTimeReasons).optional(),
});
export type OnBehalf = z.infer<typeof onBehalfSchema>;

/** A header takes neither line breaks nor letters beyond Latin-1. */
export const writeOnBehalf = (onBehalf: OnBehalf): string =>
  encodeURIComponent(JSON.stringify(onBehalf));

/** `undefined`: it is not what control writes. */
export function readOnBehalf(text: string): OnBehalf | undefined {
  try {
    const parsed = onBehalfSchema.safeParse(JSON.parse(decodeURIComponent(text)));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof URIError) return undefined;
    throw error;
  }
}
