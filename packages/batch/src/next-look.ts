import type { BatchSettings } from "./settings.ts";

/** How long after so many looks the next one is: twice as long each time, up to the longest. */
export const nextLookMs = (
  looks: number,
  { firstLookMs, lastLookMs }: Pick<BatchSettings, "firstLookMs" | "lastLookMs">,
): number => Math.min(lastLookMs, firstLookMs * 2 ** Math.min(looks, 30));
