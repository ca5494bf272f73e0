/** How often AWS took spot machines back in a month, as its Spot Advisor groups them. */
export const interruptionBuckets = ["<5%", "5-10%", "10-15%", "15-20%", ">20%"] as const;
export type InterruptionBucket = (typeof interruptionBuckets)[number];

/** What is known of a machine on spot beside its price. */
export type SpotFact = Readonly<{
  provider: string;
  sku: string;
  region: string;
  /** Whole percent below on demand over the 30 days before it was read. */
  savingPercent: number;
  interruption: InterruptionBucket;
  source: string;
  readOn: string;
}>;

/**
 * Shares of machines taken back in a month that a bucket stands for. The open one has no upper end: half of all
 * machines in a month is assumed as its worst, and said so wherever it is used.
 */
export const monthlyReclaim: Readonly<
  Record<InterruptionBucket, Readonly<{ low: number; middle: number; high: number }>>
> = {
  "<5%": { low: 0, middle: 0.025, high: 0.05 },
  "5-10%": { low: 0.05, middle: 0.075, high: 0.1 },
  "10-15%": { low: 0.1, middle: 0.125, high: 0.15 },
  "15-20%": { low: 0.15, middle: 0.175, high: 0.2 },
  ">20%": { low: 0.2, middle: 0.3, high: 0.5 },
};
