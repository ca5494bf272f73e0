import type { PoolTarget } from "../pool-targets.ts";
import type { RouteOfCall } from "../route-of-call.ts";
import { isSampled } from "./is-sampled.ts";

/** Of the calls that are learned from, so many look again at models that were struck out, which could have changed. */
const LOOKED_AT_AGAIN = 0.1;

export const isLookedAtAgain = (callId: string): boolean =>
  isSampled(`again ${callId}`, LOOKED_AT_AGAIN);

/** Which models are asked beside the one that answers a call, by its id alone: all, those on trial, or none. */
export function whoIsAsked(
  callId: string,
  { beside, onTrial }: Pick<RouteOfCall, "beside" | "onTrial">,
  { shadow_share, trial_share }: Readonly<{ shadow_share: number; trial_share: number }>,
): readonly PoolTarget[] {
  if (isSampled(callId, shadow_share)) return beside;
  return onTrial.length > 0 && isSampled(`trial ${callId}`, trial_share) ? onTrial : [];
}
