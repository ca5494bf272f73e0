import type { FoundRate } from "./api/reconcile.ts";
import type { Overlay } from "./config/overlays.ts";
import { priceTiers } from "./price-record.ts";
import { tokenBuckets } from "./usage.ts";

/**
 * A price found in bills as a dated overlay. Its name tells what it is for and since when, so that the same price found
 * again has the same name.
 */
export function overlayOfFoundRate(rate: FoundRate): Overlay {
  const bucket = tokenBuckets.find((one) => one === rate.component);
  const tier = priceTiers.find((one) => one === rate.tier);
  return {
    name: [rate.provider, rate.model, rate.component, rate.tier, "from", rate.valid_from]
      .filter((word) => word !== null)
      .join(" ")
      .slice(-100),
    kind: "rate",
    applies_to: {
      provider: rate.provider,
      model: rate.model,
      ...(tier !== undefined && { tier }),
    },
    ...(bucket === undefined
      ? { per_thousand: { [rate.component]: thousandthOf(rate.per_million) } }
      : { per_million_tokens: { [bucket]: rate.per_million } }),
    valid_from: rate.valid_from,
    ...(rate.valid_to !== null && { valid_to: rate.valid_to }),
  };
}

/** Dollars for a thousand units; cut to the six decimals that an overlay has. */
function thousandthOf(perMillion: string): string {
  const micro = BigInt(perMillion.replace(".", "")) / 1000n;
  const digits = micro.toString().padStart(7, "0");
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
