import type { UsageComponent } from "@headgate/contract";
import type { ComponentFallback } from "./price-file.ts";
import type { RateTable } from "./rate-table.ts";

const CACHE_WRITE_DOUBT =
  "the time to live of the cache write is not known; priced as 5 minutes, Anthropic's default";

/** The component whose price is taken, and why a cost at it is less than exact. */
export type Substitute = Readonly<{ component: UsageComponent; doubt: string | undefined }>;

/**
 * The component whose price holds for one without a price of its own. Reasoning is billed as output by
 * OpenAI and Anthropic; a cache write of unknown time to live, where writes are priced by it (Claude, wherever
 * it runs), is taken for Anthropic's default of five minutes; images and video of a prompt have the price of
 * its text where the price file quotes the provider on it. A cache read never falls back to input: what it
 * costs is then not known.
 */
export function substituteFor(
  component: UsageComponent,
  { rates }: RateTable,
  fallbacks: readonly ComponentFallback[],
): Substitute | undefined {
  if (rates[component] !== undefined) return undefined;
  if (component === "reasoning") return { component: "output", doubt: undefined };
  if (component === "cache_write" && rates.cache_write_5m !== undefined) {
    return { component: "cache_write_5m", doubt: CACHE_WRITE_DOUBT };
  }
  const documented = fallbacks.find(({ from }) => from.includes(component));
  return documented && { component: documented.to, doubt: documented.reason };
}
