import { type CallNeeds, fitsCall, type ModelCatalogue } from "@headgate/pricing";
import { CircuitState } from "cockatiel";
import type { Target } from "../call/plan-targets.ts";

/**
 * Whether a model can be asked this now: its provider answers, and it is known to take what the call needs. Of what is not
 * known nothing is hoped; the operator can state it under `catalogue:`.
 * @param needs undefined where they cannot be read
 */
export function canTake(
  catalogue: ModelCatalogue,
  { provider }: Target,
  { model, needs, atMs }: Readonly<{ model: string; needs: CallNeeds | undefined; atMs: number }>,
): boolean {
  if (provider.breaker.state !== CircuitState.Closed || needs === undefined) return false;
  const known = catalogue.find({
    provider: provider.priceProvider,
    providerName: provider.name,
    region: provider.priceContext.region,
    ownNames: provider.priceContext.ownNames,
    models: [model],
    atMs,
  });
  return known !== undefined && fitsCall(known.facts, needs).kind === "fits";
}
