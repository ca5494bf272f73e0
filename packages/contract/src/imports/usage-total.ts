import { z } from "zod";
import { attributionSchema } from "../attribution.ts";
import { usageSchema } from "../usage.ts";
import { usageTotalSources } from "./sources.ts";

/**
 * Usage that a provider added up itself, over a stretch of time and some dimensions. It is compared with
 * the calls of the same stretch, and counts as their stand-in where no source saw single calls; it is never
 * added to them.
 */
export const usageTotalSchema = z.strictObject({
  /** Made of everything that tells this sum from its neighbours: loading it again replaces it. */
  total_id: z.string().min(1).max(300),
  source: z.enum(usageTotalSources),
  start_ms: z.int().nonnegative(),
  end_ms: z.int().nonnegative(),
  provider: z.string(),
  account: z.string().optional(),
  project: z.string().optional(),
  key: z.string().optional(),
  model: z.string().optional(),
  service_tier: z.string().optional(),
  region: z.string().optional(),
  requests: z.int().nonnegative().optional(),
  usage: usageSchema,
  attribution: attributionSchema,
});
export type UsageTotal = z.infer<typeof usageTotalSchema>;
