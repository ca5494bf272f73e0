import { isDeepStrictEqual } from "node:util";
import type { HeadgateConfig } from "@headgate/contract";
import { GRACE_MS } from "@headgate/levers";

/** The policies that held before the configuration changed, for as long as providers may hold prefixes sent under them. */
export type PoliciesBefore = Pick<HeadgateConfig, "policies"> &
  Readonly<{
    /** By `performance.now()`. */
    untilMs: number;
  }>;

/** What to remember when a configuration takes another's place. */
export function policiesBeforeOf(
  config: HeadgateConfig,
  before: Readonly<{ config: HeadgateConfig; policiesBefore: PoliciesBefore | undefined }>,
): PoliciesBefore | undefined {
  const { policies } = before.config;
  if (isDeepStrictEqual(config.policies, policies)) return before.policiesBefore;
  return { policies, untilMs: performance.now() + GRACE_MS };
}
