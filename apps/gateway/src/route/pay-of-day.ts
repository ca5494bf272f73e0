import { picodollars } from "@headgate/money";
import type { Call } from "../call/call.ts";
import type { Pacers } from "./pacers.ts";

/** Takes what a settled call cost out of its policy's day, where that is held by dollars. */
export function payOfDay(pacers: Pacers, { policy, madeBy, madeFor, effects }: Call): void {
  const { route, effectiveCost: spent, savedAmount: saved } = effects;
  if (spent === undefined) return;
  if (madeBy !== undefined) {
    // What is asked to learn from a call is paid for by that call's policy, whichever the other model's call is of.
    if (madeBy === "route") pacers.noteLearning(madeFor, spent);
    return;
  }
  // Capacity that is paid for is not the day's dollars.
  if (route?.use.reason === "committed_capacity") return;
  if (route === undefined || saved === "unknown") {
    pacers.noteBeside(policy.route, policy.name, spent);
    return;
  }
  const reference = saved === undefined ? spent : picodollars(spent + saved);
  pacers.note(policy.route, policy.name, { spent, reference });
}
