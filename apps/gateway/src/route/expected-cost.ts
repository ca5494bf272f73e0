import { PICODOLLARS_PER_DOLLAR } from "@headgate/money";
import { applyOverlays, type Overlays, type PriceBook, rateUsage } from "@headgate/pricing";
import type { Call } from "../call/call.ts";
import type { Target } from "../call/plan-targets.ts";

type Prices = Readonly<{ priceBook: PriceBook; overlays: Overlays }>;
type Expected = Readonly<{
  model: string;
  inputTokens: number;
  outputTokens: number;
  atMs: number;
}>;

/**
 * What a call is expected to cost at a target, in dollars; infinite where its price is not known, so that it is never
 * chosen for being cheap. It weighs one model against another; no money is made of it.
 */
export function expectedCost(
  { priceBook, overlays }: Prices,
  { operation }: Call["wire"],
  { provider }: Target,
  { model, inputTokens, outputTokens, atMs }: Expected,
): number {
  const charge = rateUsage(priceBook, {
    provider: provider.priceProvider,
    region: provider.priceContext.region,
    ownNames: provider.priceContext.ownNames,
    models: [model],
    usage: { input: inputTokens, output: outputTokens },
    usageOrigin: "estimated",
    usageViolations: [],
    operation,
    atMs,
  });
  const { effectiveCost } = applyOverlays(priceBook, {
    charge,
    overlays,
    providerName: provider.name,
    atMs,
  });
  return effectiveCost === undefined
    ? Number.POSITIVE_INFINITY
    : Number(effectiveCost) / Number(PICODOLLARS_PER_DOLLAR);
}
