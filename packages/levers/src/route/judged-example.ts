import type { Example } from "./example.ts";
import type { LabelSource } from "./label-source.ts";

/**
 * A call on which some models of the pool were tried, with what each would have cost; NaN where that is not known. Where nobody
 * could decide what the tried ones were worth, that is 0.
 */
export type JudgedExample = Example &
  Readonly<{
    costs: Float64Array;
    by: LabelSource;
    /** When it was said; undefined where that is not known. */
    atMs?: number | undefined;
  }>;
