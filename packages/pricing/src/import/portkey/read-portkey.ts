import type { PriceRecord, PriceTier, UsageComponent } from "@headgate/contract";
import { isObject } from "../../checker.ts";
import { type Collector, cacheWriteOf, MILLION, type Row, THOUSAND } from "../collector.ts";
import { rowOf } from "../row-of.ts";

/** The provider that a file of Portkey's catalogue is about: `pricing/openai.json`. */
export const portkeyProviderOf = (path: string): string | undefined =>
  /(?:^|\/)([^/]+)\.json$/.exec(path)?.[1];

/**
 * One provider's file of Portkey's models: CENTS per token under `pricing_config.pay_as_you_go` and
 * `batch_config`, and `custom_pricing` by region, execution mode and context tier. Format:
 * https://github.com/Portkey-AI/models/blob/main/README.md, and for what that leaves out, `batch_config` and
 * `custom_pricing`, scripts/check_gpt6_astra.py there (read 2026-11-28).
 */
export function readPortkey(
  path: string,
  provider: string,
  content: unknown,
  into: Collector,
): void {
  if (!isObject(content)) {
    into.refuse(path, "unreadable", "expected an object of models");
    return;
  }
  for (const [model, about] of Object.entries(content)) {
    if (model === "default") continue;
    const at = `${path} ${model}`;
    if (!isObject(about) || !isObject(about.pricing_config)) {
      into.refuse(at, "unreadable", "a model without a pricing_config");
      continue;
    }
    const step = CONTEXT_STEP.exec(model);
    const row = rowOf(provider, step === null ? model : model.slice(0, step.index));
    const above =
      step === null || step[1] === "lte" ? undefined : aboveOf(Number(step[2]) * THOUSAND);
    const { pay_as_you_go, batch_config, currency } = about.pricing_config;
    if (currency !== undefined && currency !== "USD") {
      into.refuse(at, "unsupported", `priced in ${JSON.stringify(currency)}`);
      continue;
    }
    readPrices(`${at} pay_as_you_go`, row, pay_as_you_go, "standard", into, above);
    readPrices(`${at} batch_config`, row, batch_config, "batch", into, above);
    if (isObject(about.custom_pricing)) readCustom(at, row, about.custom_pricing, into);
  }
}

/** Google's models are split by prompt length: `gemini-2.5-pro-lte-200k`, `gemini-2.5-pro-gt-200k`. */
const CONTEXT_STEP = /-(lte|gt)-(\d+)k$/;

const aboveOf = (tokens: number): NonNullable<PriceRecord["threshold"]> => ({
  above_input_tokens: tokens,
  applies_to: "whole_call",
});

function readCustom(
  at: string,
  row: Row,
  custom: Readonly<Record<string, unknown>>,
  into: Collector,
): void {
  const steps = isObject(custom.context_tier_map) ? Object.entries(custom.context_tier_map) : [];
  const stepOf = new Map(steps.map(([start, name]) => [String(name), Number(start)]));
  for (const [region, about] of Object.entries(isObject(custom.regions) ? custom.regions : {})) {
    const modes = isObject(about) && isObject(about.execution_modes) ? about.execution_modes : {};
    for (const where of rowsOf(row, region)) {
      for (const [mode, prices] of Object.entries(modes)) {
        const place = `${at} custom_pricing.${region}.${mode}`;
        const tier = tiers[mode];
        if (tier === undefined || !isObject(prices)) {
          into.refuse(place, "unsupported", `no tier is called ${mode}`);
          continue;
        }
        readConfig(place, where, prices, tier, into);
        const contexts = isObject(prices.context_tiers) ? prices.context_tiers : {};
        for (const [name, step] of Object.entries(contexts)) {
          const start = stepOf.get(name);
          if (start === undefined || !isObject(step)) {
            into.refuse(`${place}.${name}`, "unreadable", "a context tier without a start");
            continue;
          }
          readConfig(
            `${place}.${name}`,
            where,
            step,
            tier,
            into,
            start > 0 ? aboveOf(start) : undefined,
          );
        }
      }
    }
  }
}

const tiers: Readonly<Record<string, PriceTier>> = {
  standard: "standard",
  batch: "batch",
  flex: "flex",
  priority: "priority",
};

const rowsOf = (row: Row, region: string): readonly Row[] =>
  region === "default" ? [row] : region.split(",").map((place) => rowIn(row, place.trim()));

/** Regions have digits in their names; `global` is no place, but a scope of its own. */
function rowIn({ place: _default, ...row }: Row, place: string): Row {
  if (place === "global") return { ...row, scope: "global" };
  return { ...row, scope: /\d/.test(place) ? "in_region" : "geo", place };
}

function readConfig(
  at: string,
  row: Row,
  prices: Readonly<Record<string, unknown>>,
  tier: PriceTier,
  into: Collector,
  threshold?: NonNullable<PriceRecord["threshold"]>,
): void {
  const config = prices.pricing_config;
  if (isObject(config)) readPrices(at, row, config.pay_as_you_go, tier, into, threshold);
}

const fields: Readonly<Record<string, UsageComponent>> = {
  request_token: "input",
  response_token: "output",
  cache_read_input_token: "cache_read",
  reasoning_token: "reasoning",
  request_audio_token: "input_audio",
  response_audio_token: "output_audio",
  cache_read_audio_input_token: "cache_read_audio",
  request_image_token: "input_image",
};
const CENTS_PER_TOKEN = 4; // cents a token × 10^4 = dollars a million tokens
const CENTS_PER_UNIT = 1; // cents a unit × 10 = dollars a thousand units

function readPrices(
  at: string,
  row: Row,
  prices: unknown,
  tier: PriceTier,
  into: Collector,
  threshold?: NonNullable<PriceRecord["threshold"]>,
): void {
  if (!isObject(prices)) return;
  const about = threshold === undefined ? {} : { threshold };
  for (const [field, value] of Object.entries(prices)) {
    if (field === "additional_units" || field === "image" || !isObject(value)) continue;
    const component = field === "cache_write_input_token" ? cacheWriteOf(row.model) : fields[field];
    const place = `${at}.${field}`;
    if (component === undefined) {
      into.refuse(place, "unsupported", `no component is called ${field}`);
      continue;
    }
    const unit = { shift: CENTS_PER_TOKEN, per: MILLION };
    into.add(row, { at: place, value: value.price, component, tier, ...unit, ...about });
  }
  const units = isObject(prices.additional_units) ? prices.additional_units : {};
  for (const [unit, value] of Object.entries(units)) {
    if (!isObject(value) || threshold !== undefined) continue;
    const place = `${at}.${unit}`;
    if (unit === "cache_write_1h") {
      const of = { component: "cache_write_1h", shift: CENTS_PER_TOKEN, per: MILLION } as const;
      into.add(row, { at: place, value: value.price, tier, ...of });
    } else if (unit === "web_search") {
      const of = { component: "web_searches", shift: CENTS_PER_UNIT, per: THOUSAND } as const;
      into.add(row, { at: place, value: value.price, tier, ...of });
    } else into.refuse(place, "unsupported", `no component is called ${unit}`);
  }
}
