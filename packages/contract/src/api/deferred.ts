import { z } from "zod";
import { attributionSchema, tagsSchema } from "../attribution.ts";
import { experimentPlaceSchema } from "../experiment-arm.ts";
import { realTimeReasons } from "../on-behalf.ts";
import { routeUseSchema } from "../route-use.ts";

/** Where answers are had that were asked for with a deadline: GET `…/ID`, with `?wait=SECONDS` to wait for one. */
export const DEFERRED_PATH = "/v1/headgate/deferred";

/** The longest that one question may wait, in seconds; asking again goes on waiting. */
export const MOST_DEFERRED_WAIT_S = 600;

export const deferredStatuses = [
  "queued",
  "in_progress",
  "completed",
  "failed",
  "cancelled",
  "expired",
] as const;

/**
 * What a call with a deadline is answered with at once (202): the handle of an answer to come. `completed` and
 * `failed` have one; it is had at `url`.
 */
export const deferredSchema = z.strictObject({
  id: z.string(),
  object: z.literal("headgate.deferred"),
  status: z.enum(deferredStatuses),
  created_at: z.iso.datetime(),
  /** When the answer is wanted at the latest. */
  deadline: z.iso.datetime(),
  /** Path and query below the gateway's address. */
  url: z.string(),
});
export type Deferred = z.infer<typeof deferredSchema>;

/** Where the gateway hands over the calls that may wait; control alone listens there. */
export const INTERNAL_DEFER_PATH = "/internal/batch/defer";

/**
 * Whose call it is, as the gateway admitted it: {@link admittedSchema} as JSON, percent-encoded. Control believes it,
 * since it comes with the token of the run; stripped from what clients send.
 */
export const ADMITTED_HEADER = "x-headgate-admitted";

export const admittedSchema = z.strictObject({
  call_id: z.string(),
  client_call_id: z.string().optional(),
  key_id: z.string(),
  key_name: z.string(),
  attribution: attributionSchema,
  tags: tagsSchema,
  /** Where the client reaches the gateway: addresses in answers begin with it. */
  origin: z.string(),
  /** The provider that the client named. */
  provider: z.string().optional(),
  /** Of calls that may wait. */
  deadline_ms: z.int().optional(),
  webhook: z.string().optional(),
  /** Which model was chosen for a call that may wait; absent: no policy chose. */
  route: routeUseSchema.optional(),
  /** What that was chosen from, as the gateway names it; absent where it goes where it would have gone. */
  pool: z.string().optional(),
  /** Where it goes instead of where its client sent it, as `provider/model`. */
  target: z.string().optional(),
  /** Why it is to be asked in real time at once. */
  real_time: z.enum(realTimeReasons).optional(),
  /** In which arm of which experiments a call that may wait is; absent where its policy holds nothing out that acts on it. */
  experiments: z.array(experimentPlaceSchema).min(1).max(10).readonly().optional(),
  /** The client's header of that name: under which terms its requests are asked. */
  anthropic_beta: z.string().optional(),
});
export type Admitted = z.infer<typeof admittedSchema>;

/** A header takes neither line breaks nor letters beyond Latin-1. */
export const writeAdmitted = (admitted: Admitted): string =>
  encodeURIComponent(JSON.stringify(admitted));

/** `undefined`: it is not what the gateway writes. */
export function readAdmitted(text: string): Admitted | undefined {
  try {
    const parsed = admittedSchema.safeParse(JSON.parse(decodeURIComponent(text)));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof URIError) return undefined;
    throw error;
  }
}
