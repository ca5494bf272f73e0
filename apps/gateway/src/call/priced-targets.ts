import { HeadgateError } from "@headgate/contract";
import { ceilingFor, type PriceBook, whyFree } from "@headgate/pricing";
import type { Call } from "./call.ts";
import type { Target } from "./plan-targets.ts";

type PricePolicy = Readonly<{
  priceBook: PriceBook;
  policy: "ceiling" | "refuse";
  ceilings: NonNullable<Parameters<typeof ceilingFor>[1]["ceilings"]>;
  /** Counts a target that is passed over. */
  passedOver: () => void;
}>;

/**
 * The targets whose price is known well enough for the operator: by the price book, or, where the policy
 * says so, by a ceiling. The others are not asked, so that no call costs what nobody can tell beforehand.
 * @throws HeadgateError `price_unknown` when none is left
 */
export function pricedTargets(
  { priceBook, policy, ceilings, passedOver }: PricePolicy,
  { wire, request }: Pick<Call, "wire" | "request">,
  targets: readonly Target[],
): readonly Target[] {
  if (whyFree(wire.operation) !== undefined) return targets;
  const reasons: string[] = [];
  const priced = targets.filter(({ provider, model = request.model }) => {
    const ceiling = ceilingFor(priceBook, {
      provider: provider.priceProvider,
      providerName: provider.name,
      models: model === undefined ? [] : [model],
      ...provider.priceContext,
      atMs: Date.now(),
      ...(policy === "ceiling" ? { ceilings } : {}),
    });
    if (ceiling.kind === "ceiling") return true;
    reasons.push(ceiling.reason);
    passedOver();
    return false;
  });
  if (priced.length > 0) return priced;
  throw new HeadgateError("price_unknown", `${reasons.join("; ")}.`);
}
