import type { PriceScope } from "@headgate/contract";
import { bedrockGeographies } from "../geography.ts";

/** A Bedrock model id without the prefix of its inference profile, and where that lets it run. */
export type BedrockName = Readonly<{ model: string; scope: PriceScope; place?: string }>;

/**
 * `global.` is the global profile, `us.`, `eu.` … a geographic one, and a bare id means the region it is
 * called in.
 */
export const bedrockNameOf = (id: string): BedrockName => {
  const dot = id.indexOf(".");
  const prefix = id.slice(0, Math.max(dot, 0));
  const model = id.slice(dot + 1);
  if (prefix === "global") return { model, scope: "global" };
  if (bedrockGeographies.has(prefix)) return { model, scope: "geo", place: prefix };
  return { model: id, scope: "in_region" };
};
