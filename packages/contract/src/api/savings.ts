import { z } from "zod";
import { cacheRefusalNames, cacheStatuses, cacheTiers } from "../cache-use.ts";
import { dollarsText } from "../dollars.ts";
import { timeGrains, totalsQuery } from "./reports.ts";

const count = z.int().nonnegative();

export const savingsQuery = totalsQuery.extend({ grain: z.enum(timeGrains).default("day") });

/** What each lever saved, bucket by bucket. */
export const savingsReport = z.object({
  rows: z.array(
    z.object({
      start: z.iso.datetime(),
      lever: z.string(),
      /** Attempts on which it acted. */
      attempts: count,
      /** Of these, attempts whose saving is not known. */
      unknown: count,
      /** Signed dollars. */
      saved: dollarsText,
      /** Of these, what attempts at simulated providers saved. */
      simulated: dollarsText,
    }),
  ),
});
export type SavingsReport = z.infer<typeof savingsReport>;

export const cacheUseQuery = savingsQuery.extend({});

/** What Headgate's own cache did for calls, bucket by bucket; calls that it was not asked about are in none. */
export const cacheUseReport = z.object({
  rows: z.array(
    z.object({
      start: z.iso.datetime(),
      status: z.enum(cacheStatuses),
      /** On `bypass` alone. */
      reason: z.enum(cacheRefusalNames).nullable(),
      /** On `hit` and `coalesced` alone. */
      tier: z.enum(cacheTiers).nullable(),
      calls: count,
      /** What those calls did not use. */
      avoided_input_tokens: count,
      avoided_output_tokens: count,
    }),
  ),
});
export type CacheUseReport = z.infer<typeof cacheUseReport>;
