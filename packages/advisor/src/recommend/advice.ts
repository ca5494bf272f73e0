import type { Recommendation } from "@headgate/contract";

/** A recommendation as history alone tells it: how it stands is remembered elsewhere. */
export type Advice = Omit<Recommendation, "state" | "life" | "found_no_more">;
