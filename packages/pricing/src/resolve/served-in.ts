import type { PriceScope } from "@headgate/contract";

/** A scope and the place that goes with it. */
type ServedIn = Readonly<{ scope: PriceScope; place?: string }>;

/** Google's multi-regions, and Azure's data zones as LiteLLM's price list writes them (`azure/eu/…`). */
const multiRegions: ReadonlySet<string> = new Set(["us", "eu"]);

/**
 * Where a call to a region is served, by what the region means at the provider. OpenAI and Anthropic know
 * geographies only (data residency, `inference_geo`), the clouds know regions.
 */
export function servedIn(provider: string, region: string): ServedIn {
  if (region === "global") return { scope: "global" };
  if (provider === "openai" || provider === "anthropic") return { scope: "geo", place: region };
  if (multiRegions.has(region)) return { scope: "geo", place: region };
  return { scope: "in_region", place: region };
}

/** Where a call is served when nothing says so, and what is not certain about it. */
export function servedByDefault(provider: string): { scope: PriceScope; doubt?: string } {
  if (provider === "bedrock") {
    return {
      scope: "in_region",
      doubt: "the region of the call is not known",
    };
  }
  if (provider === "azure") {
    return {
      scope: "global",
      doubt: "the deployment type is not known; priced as Global Standard",
    };
  }
  if (provider === "vertex") {
    return {
      scope: "global",
      doubt: "the location is not known; priced as the global endpoint",
    };
  }
  return { scope: "global" };
}
