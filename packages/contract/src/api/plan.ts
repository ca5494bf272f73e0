import { z } from "zod";
import { dollarsText } from "../dollars.ts";

/**
 * An estimate with the range in which it is expected: the middle 80 % of the cases that the plan looked at, unless its
 * `basis` says otherwise. `low` is the smaller number, not the worse case.
 */
export const estimatedDollarsSchema = z.object({
  low: dollarsText,
  estimate: dollarsText,
  high: dollarsText,
  /** What the range comes from: an error that was measured, samples of a forecast, bounds of an input. */
  basis: z.string(),
});
export type EstimatedDollarsText = z.infer<typeof estimatedDollarsSchema>;

/** Where a price or a fact of a machine comes from, and how old it is. */
export const planSourceSchema = z.object({
  /** What it is the price of, for a reader: "p5.48xlarge, us-east-1, on demand". */
  what: z.string(),
  value: z.string(),
  /** The page, the file, or "entered by you". */
  source: z.string(),
  /** The day on which it was read there; null where the user entered it. */
  read_on: z.iso.date().nullable(),
  /** Whole days from then to the day of the plan; null where the user entered it. */
  age_days: z.int().nonnegative().nullable(),
});
export type PlanSource = z.infer<typeof planSourceSchema>;

/** An input at which the answer turns, all others as they are. */
export const turningPointSchema = z.object({
  input: z.string(),
  now: z.string(),
  turns_at: z.string(),
  answer_then: z.string(),
});
export type TurningPoint = z.infer<typeof turningPointSchema>;

/** Why there is no plan. Never a made-up figure: what is missing, and what to do about it. */
export const noPlanSchema = z.object({
  kind: z.literal("no_plan"),
  reasons: z
    .array(
      z.object({
        /** `missing`: an input or a price. `contradiction`: constraints exclude each other. `no_solution`: nothing meets them. */
        why: z.enum(["missing", "too_little_history", "contradiction", "no_solution"]),
        /** The input, constraint or price it is about. */
        place: z.string(),
        text: z.string(),
        mend: z.string(),
      }),
    )
    .min(1),
});
export type NoPlan = z.infer<typeof noPlanSchema>;

/** What a user's tools take to put a plan into practice; nothing is applied by the plan itself. */
export const planExportSchema = z.object({
  tool: z.enum(["aws_cli", "terraform", "cloudformation", "kubernetes", "headgate_yaml"]),
  file_name: z.string(),
  text: z.string(),
  /** What a reader has to fill in or to check before it is used. */
  notes: z.array(z.string()),
});
export type PlanExport = z.infer<typeof planExportSchema>;
