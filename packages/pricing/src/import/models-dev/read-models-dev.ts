import type { PriceRecord, PriceTier, UsageComponent } from "@headgate/contract";
import { isObject } from "../../checker.ts";
import { type Collector, cacheWriteOf, MILLION, type Row } from "../collector.ts";
import { rowOf } from "../row-of.ts";

const fields: Readonly<Record<string, UsageComponent>> = {
  input: "input",
  output: "output",
  reasoning: "reasoning",
  cache_read: "cache_read",
  input_audio: "input_audio",
  output_audio: "output_audio",
};
const notPrices = new Set(["tiers", "context_over_200k"]);
const TOML_PATH = /(?:^|\/)providers\/([^/]+)\/models\/(.+)\.toml$/;

/** The provider and model that a TOML file of models.dev is about; undefined for other files. */
export const modelsDevPath = (
  path: string,
): Readonly<{ provider: string; model: string }> | undefined => {
  const match = TOML_PATH.exec(path);
  const [, provider, model] = match ?? [];
  return provider === undefined || model === undefined ? undefined : { provider, model };
};

/**
 * One model of models.dev, from its TOML file or from `api.json`: dollars per million tokens under `cost`,
 * steps under `cost.tiers` with `tier.size`, and modes such as `fast` under `experimental.modes`. Format:
 * https://github.com/anomalyco/models.dev/blob/dev/packages/core/src/schema.ts, and for the steps AGENTS.md there
 * (read 2026-11-28). A step begins at its size, by those words; it is taken to begin above it, as the
 * providers' own steps do that it repeats.
 */
export function readModelsDevModel(
  at: string,
  name: Readonly<{ provider: string; model: string }>,
  content: Readonly<Record<string, unknown>>,
  into: Collector,
): void {
  const released = content.release_date;
  const row: Row = {
    ...rowOf(name.provider, name.model),
    ...(typeof released === "string" && /^\d{4}-\d{2}-\d{2}$/.test(released)
      ? { releasedOn: released }
      : {}),
  };
  if (isObject(content.cost)) readCost(`${at} cost`, row, content.cost, "standard", into);
  const { experimental } = content;
  if (!isObject(experimental) || !isObject(experimental.modes)) return;
  for (const [mode, about] of Object.entries(experimental.modes)) {
    if (!isObject(about) || !isObject(about.cost)) continue;
    const place = `${at} modes.${mode}`;
    const tier = tierOfMode(mode, about);
    if (tier === undefined) into.refuse(place, "unsupported", `no tier is called ${mode}`);
    else readCost(place, row, about.cost, tier, into);
  }
}

/** `api.json`: `{provider: {models: {id: model}}}`. */
export function readModelsDevApi(path: string, content: unknown, into: Collector): void {
  if (!isObject(content)) {
    into.refuse(path, "unreadable", "expected an object of providers");
    return;
  }
  for (const [provider, about] of Object.entries(content)) {
    if (!isObject(about) || !isObject(about.models)) {
      into.refuse(`${path} ${provider}`, "unreadable", "a provider without models");
      continue;
    }
    for (const [model, one] of Object.entries(about.models)) {
      const at = `${path} ${provider}/${model}`;
      if (isObject(one)) readModelsDevModel(at, { provider, model }, one, into);
      else into.refuse(at, "unreadable", "expected a model");
    }
  }
}

const tierOfMode = (
  mode: string,
  about: Readonly<Record<string, unknown>>,
): PriceTier | undefined => {
  const { provider } = about;
  const body = isObject(provider) && isObject(provider.body) ? provider.body : {};
  if (body.service_tier === "priority" || body.service_tier === "flex") return body.service_tier;
  return mode === "fast" ? "fast" : undefined;
};

function readCost(
  at: string,
  row: Row,
  cost: Readonly<Record<string, unknown>>,
  tier: PriceTier,
  into: Collector,
  threshold?: NonNullable<PriceRecord["threshold"]>,
): void {
  for (const [field, value] of Object.entries(cost)) {
    if (notPrices.has(field) || field === "tier") continue;
    const component = field === "cache_write" ? cacheWriteOf(row.model) : fields[field];
    if (component === undefined) {
      into.refuse(`${at}.${field}`, "unsupported", `no component is called ${field}`);
      continue;
    }
    const about = threshold === undefined ? {} : { threshold };
    into.add(row, {
      at: `${at}.${field}`,
      value,
      component,
      tier,
      shift: 0,
      per: MILLION,
      ...about,
    });
  }
  if (threshold !== undefined) return;
  const { tiers, context_over_200k } = cost;
  if (Array.isArray(tiers)) {
    for (const [index, step] of (tiers as readonly unknown[]).entries()) {
      const place = `${at}.tiers[${index}]`;
      const size = isObject(step) && isObject(step.tier) ? step.tier.size : undefined;
      if (isObject(step) && typeof size === "number" && size > 0) {
        const above = { above_input_tokens: size, applies_to: "whole_call" } as const;
        readCost(place, row, step, tier, into, above);
      } else into.refuse(place, "unreadable", "a step without a size");
    }
  } else if (isObject(context_over_200k)) {
    const above = { above_input_tokens: 200_000, applies_to: "whole_call" } as const;
    readCost(`${at}.context_over_200k`, row, context_over_200k, tier, into, above);
  }
}
