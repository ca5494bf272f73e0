import type { PriceScope } from "@headgate/contract";

/** A Bedrock model id without the prefix of its inference profile, and where that lets it run. */
export type BedrockName = Readonly<{ model: string; scope: PriceScope; place?: string }>;

const geographies = ["us-gov", "us", "eu", "apac", "jp", "au", "ca", "in"] as const;

/**
 * `global.` is the global profile, `us.`, `eu.` … a geographic one, and a bare id means the region it is
 * called in; genai-prices writes `regional.` for that (https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html, read
 * 2026-11-25).
 */
export const bedrockNameOf = (id: string): BedrockName => {
  if (id.startsWith("global.")) return { model: id.slice("global.".length), scope: "global" };
  if (id.startsWith("regional."))
    return { model: id.slice("regional.".length), scope: "in_region" };
  for (const place of geographies) {
    if (id.startsWith(`${place}.`)) {
      return { model: id.slice(place.length + 1), scope: "geo", place };
    }
  }
  return { model: id, scope: "in_region" };
};
