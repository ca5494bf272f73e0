import { z } from "zod";

const metric = z.object({ Amount: z.unknown(), Unit: z.string().optional() });
const metrics = z.record(z.string(), metric);

/** The groups of one stretch of time, or their total where the question had no groups. */
export const resultByTimeSchema = z.object({
  TimePeriod: z.object({ Start: z.string(), End: z.string() }),
  Total: metrics.optional(),
  Groups: z.array(z.unknown()).optional(),
  Estimated: z.boolean().optional(),
});

export const groupSchema = z.object({ Keys: z.array(z.string()), Metrics: metrics });

/**
 * An answer of GetCostAndUsage, as the SDK and the command line print it.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_ResultByTime.html, read 2026-11-28.
 */
export const answerSchema = z.object({
  GroupDefinitions: z
    .array(z.object({ Type: z.string().optional(), Key: z.string().optional() }))
    .optional(),
  ResultsByTime: z.array(z.unknown()),
  /** Not AWS's: a pull asks for usage and for everything else apart, which no answer says of itself. */
  RecordTypes: z.enum(["usage", "other"]).optional(),
  /** Not AWS's either: the one service that a pull asked for. */
  Service: z.string().optional(),
  DimensionValueAttributes: z
    .array(
      z.object({
        Value: z.string().optional(),
        Attributes: z.record(z.string(), z.string()).optional(),
      }),
    )
    .optional(),
});
export type Answer = z.infer<typeof answerSchema>;
export type Metrics = z.infer<typeof metrics>;
