import { z } from "zod";
import { attemptSources, billSources } from "../imports/sources.ts";
import { timeRangeQuery } from "./question.ts";

const count = z.int().nonnegative();

/** Asks which sources saw what, and whose rows count. */
export const precedenceQuery = timeRangeQuery;

/** By which source each call and each bill of a range counts; sources stand in their order of precedence. */
export const precedenceReport = z.object({
  calls: z.array(
    z.object({
      source: z.enum(attemptSources),
      /** Attempts that count, and those that do not because a more trusted source saw the same call. */
      counted: count,
      seen_elsewhere: count,
      counted_by: z.array(z.object({ source: z.enum(attemptSources), attempts: count })),
    }),
  ),
  bills: z.array(
    z.object({
      source: z.enum(billSources),
      /** Statements that count, and those whose account and period a more trusted source's bill covers. */
      counted: count,
      seen_elsewhere: count,
      counted_by: z.array(z.object({ source: z.enum(billSources), statements: count })),
    }),
  ),
});
export type PrecedenceReport = z.infer<typeof precedenceReport>;
