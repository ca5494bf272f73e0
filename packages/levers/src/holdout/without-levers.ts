import {
  contextSchema,
  exactCacheSchema,
  type HeldOutLever,
  outputSchema,
  prefixCacheSchema,
  promptSchema,
  routeSchema,
  semanticCacheSchema,
} from "@headgate/contract";
import type { LeversOfPolicy } from "../policy-for.ts";

/** What a policy says where its lever does nothing. */
const off = {
  "exact-cache": { exact_cache: exactCacheSchema.parse({ when: "never" }) },
  "semantic-cache": { semantic_cache: semanticCacheSchema.parse({ mode: "off" }) },
  route: { route: routeSchema.parse({ mode: "off" }) },
  output: { output: outputSchema.parse({}) },
  context: { context: contextSchema.parse({ strategy: "none" }) },
  prompt: { prompt: promptSchema.parse({}) },
  "prefix-cache": { prefix_cache: prefixCacheSchema.parse({ mode: "off" }) },
} as const satisfies Record<HeldOutLever, Partial<LeversOfPolicy>>;

/** A policy under which these levers pass calls over; all else of it stays. */
export function withoutLevers(
  policy: LeversOfPolicy,
  levers: readonly HeldOutLever[],
): LeversOfPolicy {
  let without = policy;
  for (const lever of levers) without = { ...without, ...off[lever] };
  return without;
}
