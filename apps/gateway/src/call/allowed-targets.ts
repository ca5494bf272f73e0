import type { Call } from "./call.ts";
import type { CallRoom } from "./handle-call.ts";
import type { Target } from "./plan-targets.ts";
import { pricedTargets } from "./priced-targets.ts";

/**
 * The targets that the operator's policy of unknown prices lets a call go to.
 * @throws HeadgateError `price_unknown` when none is left
 */
export function allowedTargets(
  { config, priceBook, counters }: Pick<CallRoom, "config" | "priceBook" | "counters">,
  call: Call,
  targets: readonly Target[],
): readonly Target[] {
  const { policy, ceilings } = config.unknown_price;
  if (policy === "allow") return targets;
  const passedOver = (): void => {
    counters.targetsWithoutPrice += 1;
  };
  return pricedTargets({ priceBook, policy, ceilings, passedOver }, call, targets);
}
