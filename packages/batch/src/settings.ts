/** How deferred work is run. All times in milliseconds. */
export type BatchSettings = Readonly<{
  /** A request waits for others to go with it for so long at least, and so long at most. */
  leastWaitMs: number;
  mostWaitMs: number;
  /** Fewer requests than this do not go as a batch before one of them must. */
  fewestRequests: number;
  /** So long before its deadline a request is asked in real time; of short deadlines, a quarter of their time. */
  realTimeMs: number;
  /** A request whose deadline is nearer than this when it comes in is not worth a batch. */
  shortestMs: number;
  /** How often a request is given to batches before it is asked in real time. */
  mostAttempts: number;
  /** Between two looks at a batch: from the first to the second, twice as long each time. */
  firstLookMs: number;
  lastLookMs: number;
  /** What ended is kept for so long. */
  retentionMs: number;
  /** How many requests are asked in real time at once. */
  mostAsked: number;
}>;

export const defaultBatchSettings: BatchSettings = {
  leastWaitMs: 30_000,
  mostWaitMs: 10 * 60_000,
  fewestRequests: 1,
  realTimeMs: 20 * 60_000,
  shortestMs: 15 * 60_000,
  mostAttempts: 3,
  firstLookMs: 15_000,
  lastLookMs: 5 * 60_000,
  retentionMs: 30 * 86_400_000,
  mostAsked: 16,
};
