import { z } from "zod";
import { dollarsText } from "../dollars.ts";
import { outcomeJoins, outcomeName, outcomeSchema } from "../imports/outcome.ts";
import { dimensions, timeRangeQuery } from "./question.ts";
import { totalsQuery } from "./reports.ts";

const count = z.int().nonnegative();

/** Outcomes of one request; they hold together or not at all. */
export const MOST_OUTCOMES_AT_ONCE = 1_000;
export const addOutcomesRequest = z.strictObject({
  outcomes: z.array(outcomeSchema).min(1).max(MOST_OUTCOMES_AT_ONCE),
});
export const addOutcomesResponse = z.object({
  added: count,
  /** Sent before under the same id, and different now: the later one holds. */
  replaced: count,
  /** Sent before, the same. */
  already_there: count,
});
export type AddedOutcomes = z.infer<typeof addOutcomesResponse>;

/** How outcomes came to their calls: by which key, or why by none. */
export const joinStates = [...outcomeJoins, "none", "too_many_calls"] as const;
export type JoinState = (typeof joinStates)[number];

/** Steps of time that outcomes are counted in. */
export const outcomeGrains = ["day", "week", "month"] as const;
export type OutcomeGrain = (typeof outcomeGrains)[number];

/**
 * Asks what the outcomes of a range cost: those that occurred in it, with all of their calls. Filters and `by` are
 * about the calls: an outcome is in a group with those of its attempts that are. One that no call is behind is in no
 * group, and passes filters by its own labels and tags alone.
 */
export const outcomesQuery = totalsQuery.extend({
  /** Only outcomes of this name; others are then as if they were not there. */
  name: outcomeName.optional(),
  grain: z.enum(outcomeGrains).optional(),
  by: z.enum(dimensions).optional(),
  /** Groups to name, dearest first; the rest is `other`. */
  limit: z.coerce.number().int().min(1).max(50).default(10),
});

/**
 * Sums over outcomes. An attempt that several outcomes share is divided among them, so that sums add up; costs
 * leave out unpriced attempts, whose number stands beside them.
 */
export const outcomeMeasures = z.object({
  outcomes: count,
  accepted: count,
  /** Outcomes by the key that joined them to calls, and those that it joined to none. */
  joined: z.object(
    Object.fromEntries(joinStates.map((state) => [state, count])) as Record<
      JoinState,
      typeof count
    >,
  ),
  /** Accepted ones that are joined to calls: what costs and tokens are divided by. */
  accepted_with_calls: count,
  /** Outcomes that share a call with another one of the same sum. */
  sharing: count,
  calls: count,
  attempts: count,
  /** Attempts that failed, and those that another attempt of their call came behind. */
  failed_attempts: count,
  unpriced_attempts: count,
  /** Attempts whose tokens nobody counted. */
  unmetered_attempts: count,
  tokens: count,
  cost: dollarsText,
  /** The part of `cost` for failed attempts and retries that came to nothing. */
  failed_cost: dollarsText,
  /** The part of `cost` for outcomes that were not accepted. */
  rejected_cost: dollarsText,
  simulated_cost: dollarsText,
  /** `cost` ÷ `accepted_with_calls`; null where none was accepted, or no cost is known. */
  cost_per_outcome: dollarsText.nullable(),
  /** True where an attempt has no known cost: the costs are then the least that it can be. */
  is_lower_bound: z.boolean(),
  /** Accepted outcomes for each thousand tokens, twelve places; null where no token is known. */
  accepted_per_thousand_tokens: z
    .string()
    .regex(/^\d+\.\d{12}$/)
    .nullable(),
  /** What outcomes are worth, where they say so; null where none does. */
  value: dollarsText.nullable(),
  outcomes_with_value: count,
});
export type OutcomeMeasures = z.infer<typeof outcomeMeasures>;

const row = outcomeMeasures.extend({
  /** Null for outcomes of all names together, each call counted once. */
  name: outcomeName.nullable(),
});

export const outcomesReport = z.object({
  /** First of all names together, then name by name, dearest first. */
  names: z.array(row),
  /** The same by step of time, where a grain is asked for, and by group, where a dimension is. */
  rows: z.array(
    row.extend({
      start: z.iso.datetime().nullable(),
      group: z.string().nullable(),
      is_other: z.boolean(),
    }),
  ),
  /** The calls that began in the range, whenever their outcomes occurred. The two parts add up to what all cost. */
  coverage: z.object({
    calls: count,
    cost: dollarsText,
    unpriced_attempts: count,
    under_outcomes: z.object({ calls: count, cost: dollarsText, unpriced_attempts: count }),
    under_none: z.object({ calls: count, cost: dollarsText, unpriced_attempts: count }),
  }),
});
export type OutcomesReport = z.infer<typeof outcomesReport>;
export type OutcomeRow = OutcomesReport["rows"][number];

export const outcomeSortColumns = ["time", "cost"] as const;
/** Asks for single outcomes of a range, newest or dearest first. */
export const outcomeListQuery = timeRangeQuery.extend({
  name: outcomeName.optional(),
  accepted: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional(),
  /** Only those that came to their calls so, or to none. */
  joined: z.enum(joinStates).optional(),
  charges: totalsQuery.shape.charges,
  sort: z.enum(outcomeSortColumns).default("time"),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});

/** One outcome in a list, with its share of what its calls cost among outcomes of its name. */
export const outcomeSummarySchema = z.object({
  id: z.string(),
  name: outcomeName,
  occurred_at: z.iso.datetime(),
  accepted: z.boolean(),
  value: dollarsText.nullable(),
  joined: z.enum(joinStates),
  /** Calls behind it, shared ones among them. */
  calls: count,
  /** Calls that other outcomes of its name are joined to as well. */
  shared_calls: count,
  unpriced_attempts: count,
  /** Null where no call is behind it, or none of its attempts has a known cost. */
  cost: dollarsText.nullable(),
  failed_cost: dollarsText.nullable(),
});
export type OutcomeSummary = z.infer<typeof outcomeSummarySchema>;
export const outcomeListReport = z.object({ rows: z.array(outcomeSummarySchema), total: count });

/** Most calls of one outcome that are listed. */
export const MOST_LISTED_CALLS = 500;
/** One outcome opened: as it was sent, and the calls behind it with what each costs it. */
export const outcomeDetailReport = z.object({
  /** Null where there is no such outcome. */
  outcome: outcomeSummarySchema.nullable(),
  /** What its calls are found by, as it was sent. */
  keys: z.array(z.object({ join: z.enum(outcomeJoins), text: z.string() })),
  calls: z.array(
    z.object({
      call_id: z.string(),
      started_at: z.iso.datetime(),
      provider: z.string(),
      model: z.string().nullable(),
      attempts: count,
      failed_attempts: count,
      unpriced_attempts: count,
      /** Outcomes of the same name that the call is divided among. */
      shared_by: count,
      /** The share of this outcome; null where no cost is known. */
      cost: dollarsText.nullable(),
    }),
  ),
  calls_left_out: count,
});
export type OutcomeDetail = z.infer<typeof outcomeDetailReport>;
