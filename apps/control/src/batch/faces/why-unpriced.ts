import type { HeadgateConfig } from "@headgate/contract";
import { ceilingFor, priceContextOf, priceProviderOf } from "@headgate/pricing";
import type { WhyUnpriced } from "@headgate/providers";
import type { FaceDependencies } from "./face-dependencies.ts";

/** Which targets have no price that the operator wants known, as the gateway has it in real time. */
export function whyUnpriced(
  { prices, nowMs }: Pick<FaceDependencies, "prices" | "nowMs">,
  { unknown_price: { policy, ceilings } }: HeadgateConfig,
): WhyUnpriced {
  if (policy === "allow") return () => undefined;
  return ({ name, config }, model) => {
    const ceiling = ceilingFor(prices(), {
      ...{ provider: priceProviderOf(name, config), providerName: name, models: [model] },
      ...priceContextOf(config),
      atMs: nowMs(),
      ...(policy === "ceiling" && { ceilings }),
    });
    return ceiling.kind === "ceiling" ? undefined : ceiling.reason;
  };
}
