import { CircuitState } from "cockatiel";
import type { Call } from "../call/call.ts";
import type { Target } from "../call/plan-targets.ts";

/** Whether a model can be asked this now. */
export function canTake(_call: Call, { provider }: Target): boolean {
  return provider.breaker.state === CircuitState.Closed;
}
