import { z } from "zod";
import { leverNames } from "./levers.ts";

/** One thing that a lever did to a call's request. */
export const leverChangeSchema = z.strictObject({
  lever: z.enum(leverNames),
  /** A word of the lever's own list. */
  did: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/),
  /** How many times. */
  count: z.int().nonnegative().optional(),
  /** Input tokens taken away, by Headgate's own count; negative where some were added. */
  input_tokens: z.int().optional(),
});
export type LeverChange = z.infer<typeof leverChangeSchema>;
