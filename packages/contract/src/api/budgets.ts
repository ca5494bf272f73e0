import { z } from "zod";
import { budgetActions, budgetMeasures, budgetSubjects } from "../config/budgets.ts";

const count = z.int().nonnegative();
const moment = z.iso.datetime();
/** Dollars with twelve places, or a whole number of tokens or calls: the budget's `measure` says which. */
const amount = z.string().regex(/^\d+(\.\d{12})?$/);
const ratio = z.string().regex(/^\d+\.\d{6}$/);

/** How one subject of a budget stands; a budget without `per` has one. */
export const budgetAccountSchema = z.object({
  /** The value of each of `per`; an empty text for calls without one. */
  subject: z.partialRecord(z.enum(budgetSubjects), z.string()),
  spent: amount,
  /** Set aside for calls under way, at their worst case. */
  leased: amount,
  /** What new calls may still set aside. */
  free: amount,
  /** Of `spent`: attempts whose cost is not known, at their worst case. */
  at_worst_case: amount,
  /** Of `spent`: from before the budget was known here, as the ledger has it. */
  opening: amount,
  /** `spent` as a share of the limit, cut to six places. */
  share: ratio,
  /** True where any of what was spent is simulated. */
  simulated: z.boolean(),
  /** What will have been spent at the window's end at the pace so far; null where that cannot be said. */
  expected: amount.nullable(),
});
export type BudgetAccount = z.infer<typeof budgetAccountSchema>;

export const budgetStatusSchema = z.object({
  name: z.string(),
  measure: z.enum(budgetMeasures),
  limit: amount,
  /** `month`, `rolling 24h`, `every 7d`; null for concurrency. */
  window: z.string().nullable(),
  time_zone: z.string(),
  /** The window that holds now; null for concurrency. Of a rolling one the end is now. */
  window_start: moment.nullable(),
  window_end: moment.nullable(),
  match: z.record(z.string(), z.string()),
  per: z.array(z.enum(budgetSubjects)),
  at_limit: z.enum(budgetActions),
  step_down_to: z.string().nullable(),
  step_down_at: z.string().nullable(),
  alert_at: z.array(z.string()),
  /** Since when calls are held to it; null where no gateway has taken it on yet. */
  known_since: moment.nullable(),
  /** Until when spend from before that was last read from the ledger; null: never, or not needed. */
  opening_read_at: moment.nullable(),
  /** The fullest first. */
  accounts: z.array(budgetAccountSchema),
  /** Accounts beyond those that are listed. */
  left_out: count,
});
export type BudgetStatus = z.infer<typeof budgetStatusSchema>;

export const budgetsResponse = z.object({
  at: moment,
  budgets: z.array(budgetStatusSchema),
  /** Leases of calls under way, and of calls whose outcome nobody has told yet. */
  leases: z.object({ under_way: count, unsettled: count }),
});
export type BudgetsResponse = z.infer<typeof budgetsResponse>;

/** To which budgets the attempts of a call count, and what each came to, as headgate.yaml is now. */
export const budgetExplanation = z.object({
  call_id: z.string(),
  attempts: z.array(
    z.object({
      attempt: count,
      started_at: moment,
      counts: z.array(
        z.object({
          budget: z.string(),
          measure: z.enum(budgetMeasures),
          subject: z.partialRecord(z.enum(budgetSubjects), z.string()),
          /** Null where it is not known: what was set aside stays spent. */
          amount: amount.nullable(),
        }),
      ),
    }),
  ),
});
export type BudgetExplanation = z.infer<typeof budgetExplanation>;
