import type {
  Confidence,
  EstimateRow,
  PriceScope,
  PriceTier,
  Usage,
  UsageOrigin,
} from "@headgate/contract";
import { formatDollars, picodollars } from "@headgate/money";
import type { Charge } from "./charge.ts";
import { type ModelReference, modelsNamed } from "./models-named.ts";
import { applyOverlays } from "./overlay/apply-overlays.ts";
import type { Overlays } from "./overlay/compiled-overlays.ts";
import type { PriceBook } from "./price-book.ts";
import { rateUsage } from "./rate-usage.ts";
import { weaker } from "./weaker.ts";

/** Adds calls up and tells what they would cost on each model. */
export interface Estimate {
  /** Adds `calls` calls that each use this much; each is rated alone, since its length chooses the rate. */
  add(usage: Usage, calls?: number): void;
  rows(): EstimateRow[];
}

/** What an operator's contracts make of list prices, and under which names providers are configured. */
export type EstimateTerms = Readonly<{
  overlays: Overlays;
  /** The configured providers whose prices stand under this name in the price book. */
  namesOf: (priceProvider: string) => readonly string[];
}>;

type RowTally = {
  readonly asked: string;
  readonly found: ModelReference | undefined;
  list: bigint;
  effective: bigint;
  readonly overlays: Set<string>;
  calls: number;
  unpriced: number;
  confidence: Confidence;
  reason: string | null;
};

/**
 * Works out costs side by side: at list prices, and as the operator's own terms make them. A name that several providers have makes a row for each; a name that
 * nobody has makes a row without a cost.
 *
 * @param usageOrigin `estimated` when the tokens were counted here, which every row then says
 */
export function createEstimate(
  book: PriceBook,
  options: Readonly<{
    models: readonly string[];
    tier: PriceTier;
    at: string;
    usageOrigin: Exclude<UsageOrigin, "none">;
    /** Where the calls may be served; unless said, what the region and the names tell. */
    scope?: PriceScope | undefined;
    region?: string | undefined;
    terms?: EstimateTerms | undefined;
  }>,
): Estimate {
  const { at, tier, usageOrigin, scope, region, terms } = options;
  const atMs = Date.parse(at);
  const rows = options.models.flatMap((asked): RowTally[] => {
    const found = modelsNamed(book, asked, { at });
    const zero = { asked, list: 0n, effective: 0n, calls: 0, unpriced: 0, reason: null };
    const start = () => ({ ...zero, overlays: new Set<string>() });
    if (found.length === 0) {
      const reason = `the price book has no model "${asked}"`;
      return [{ ...start(), found: undefined, confidence: "unknown", reason }];
    }
    return found.map((model) => ({ ...start(), found: model, confidence: "exact" }));
  });

  const addTo = (row: RowTally, usage: Usage, calls: number): void => {
    row.calls += calls;
    if (row.found === undefined) {
      row.unpriced += calls;
      return;
    }
    const { provider, model } = row.found;
    const charge = rateUsage(book, {
      provider,
      models: [model],
      usage,
      usageOrigin,
      ...(tier !== "standard" && { serviceTier: tier }),
      ...(scope !== undefined && { scope, ...(region !== undefined && { place: region }) }),
      region,
      operation: "chat",
      atMs,
    });
    row.confidence = weaker(row.confidence, charge.confidence);
    if (charge.reason !== undefined) row.reason ??= charge.reason;
    if (charge.listCost === undefined) {
      row.unpriced += calls;
      return;
    }
    const own = onTerms(charge, provider);
    const { effectiveCost } = own.charge;
    if (effectiveCost === undefined) {
      row.unpriced += calls;
      return;
    }
    // Weighs more than why a price is less than exact.
    if (own.doubt !== undefined) row.reason = own.doubt;
    for (const { overlay } of own.charge.lines) {
      for (const name of overlay?.names ?? []) row.overlays.add(name);
    }
    row.list += charge.listCost * BigInt(calls);
    row.effective += effectiveCost * BigInt(calls);
  };

  /** An overlay may be for one of several providers that are priced alike: then none of these acts, and that is said. */
  const onTerms = (
    charge: Charge,
    provider: string,
  ): Readonly<{ charge: Charge; doubt: string | undefined }> => {
    if (terms === undefined) return { charge, doubt: undefined };
    const { overlays } = terms;
    const names = terms.namesOf(provider);
    const [first, ...others] = names.map((providerName) =>
      applyOverlays(book, { charge, overlays, providerName, atMs }),
    );
    if (first !== undefined && others.every((one) => one.effectiveCost === first.effectiveCost)) {
      return { charge: first, doubt: undefined };
    }
    return {
      charge: applyOverlays(book, { charge, overlays, atMs }),
      doubt:
        first === undefined
          ? undefined
          : `your overlays differ between ${names.join(", ")}: those of one of them are left out`,
    };
  };

  return {
    add(usage, calls = 1) {
      for (const row of rows) addTo(row, usage, calls);
    },
    rows: () =>
      rows.map((row) => ({
        asked: row.asked,
        provider: row.found?.provider ?? null,
        model: row.found?.model ?? null,
        calls: row.calls,
        unpriced_calls: row.unpriced,
        list_cost: row.unpriced === row.calls ? null : formatDollars(picodollars(row.list)),
        effective_cost:
          row.unpriced === row.calls ? null : formatDollars(picodollars(row.effective)),
        overlays: [...row.overlays],
        confidence: row.confidence,
        reason: row.reason,
      })),
  };
}
