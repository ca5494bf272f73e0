import type { PriceRecord, UsageComponent } from "@headgate/contract";
import { isObject } from "../../checker.ts";
import { bedrockGeographies } from "../../geography.ts";
import { type Collector, cacheWriteOf, MILLION, type Row, THOUSAND } from "../collector.ts";
import { rowOf } from "../row-of.ts";
import { matchesName } from "./matches-name.ts";

/**
 * The data of `@pydantic/genai-prices` (`data.json`, version 2): a list of providers with models; prices in
 * dollars per million tokens or thousand requests, a number or `{base, tiers: [{start, price}]}`, where a
 * tier re-prices the whole call. Models may have several prices with a `start_date`; prices that depend on
 * the time of day are refused. Format: types and `calcPrice` of
 * https://www.npmjs.com/package/@pydantic/genai-prices 0.1.8 (read 2026-11-28).
 */
export function readGenaiPrices(path: string, content: unknown, into: Collector): void {
  if (!Array.isArray(content)) {
    into.refuse(path, "unreadable", "expected a list of providers");
    return;
  }
  for (const provider of content as readonly unknown[]) {
    if (!isObject(provider) || typeof provider.id !== "string" || !Array.isArray(provider.models)) {
      into.refuse(path, "unreadable", "a provider without an id or models");
      continue;
    }
    for (const model of provider.models as readonly unknown[]) {
      if (!isObject(model) || typeof model.id !== "string") {
        into.refuse(`${path} ${provider.id}`, "unreadable", "a model without an id");
        continue;
      }
      const at = `${path} ${provider.id}/${model.id}`;
      const rows = rowsOf(provider.id, model.id, model.match);
      if (rows.length === 0)
        into.refuse(at, "unsupported", "a regional model that matches no name");
      for (const row of rows) readModel(at, row, model, into);
    }
  }
}

const REGIONAL = "regional.";

/**
 * What a model's prices hold for. `regional.` before a Bedrock id is genai-prices' own word for all that is
 * not global: by its `match` the bare id, which is served in the region called, and the profiles of a geography.
 */
function rowsOf(provider: string, id: string, match: unknown): readonly Row[] {
  const row = rowOf(provider, id);
  if (row.provider !== "bedrock" || !id.startsWith(REGIONAL)) return [row];
  const model = id.slice(REGIONAL.length);
  const inRegion: Row = { provider: row.provider, model, scope: "in_region" };
  const holds = (name: string): boolean => matchesName(match, name);
  return [
    ...(holds(model) ? [inRegion] : []),
    ...([...bedrockGeographies].some((place) => holds(`${place}.${model}`))
      ? [{ ...inRegion, scope: "geo" as const }]
      : []),
  ];
}

function readModel(
  at: string,
  row: Row,
  model: Readonly<Record<string, unknown>>,
  into: Collector,
): void {
  const { prices } = model;
  const list: readonly unknown[] = Array.isArray(prices) ? prices : [{ prices }];
  for (const [index, entry] of list.entries()) {
    const place = list.length === 1 ? at : `${at} prices[${index}]`;
    if (!isObject(entry) || !isObject(entry.prices)) {
      into.refuse(place, "unreadable", "expected prices");
      continue;
    }
    const { constraint } = entry;
    const start = startOf(entry);
    if (constraint !== undefined && constraint !== null && !isText(start)) {
      into.refuse(place, "unsupported", "a price that depends on the time of day");
      continue;
    }
    const end = list
      .slice(index + 1)
      .map(startOf)
      .find(isText);
    const dated: Row = {
      ...row,
      ...(isText(start) ? { validFrom: start } : {}),
      ...(end === undefined ? {} : { validTo: end }),
    };
    for (const [field, value] of Object.entries(entry.prices)) {
      readPrice(`${place} ${field}`, dated, field, value, into);
    }
  }
}

const startOf = (entry: unknown): unknown =>
  isObject(entry) && isObject(entry.constraint) ? entry.constraint.start_date : undefined;

const isText = (value: unknown): value is string => typeof value === "string";

const tokenFields: Readonly<Record<string, UsageComponent>> = {
  input_mtok: "input",
  output_mtok: "output",
  cache_read_mtok: "cache_read",
  cache_write_5m_mtok: "cache_write_5m",
  cache_write_1h_mtok: "cache_write_1h",
  output_reasoning_mtok: "reasoning",
  input_audio_mtok: "input_audio",
  output_audio_mtok: "output_audio",
  cache_audio_read_mtok: "cache_read_audio",
  input_image_mtok: "input_image",
  output_image_mtok: "output_image",
  input_video_mtok: "input_video",
  output_video_mtok: "output_video",
};
const countFields: Readonly<Record<string, UsageComponent>> = {
  web_searches_kcount: "web_searches",
  requests_kcount: "requests",
};

function readPrice(at: string, row: Row, field: string, value: unknown, into: Collector): void {
  const count = countFields[field];
  if (count !== undefined) {
    into.add(row, { at, value, component: count, shift: 0, per: THOUSAND });
    return;
  }
  const component = field === "cache_write_mtok" ? cacheWriteOf(row.model) : tokenFields[field];
  if (component === undefined) {
    into.refuse(at, "unsupported", `no component of the price book is called ${field}`);
    return;
  }
  const add = (value: unknown, threshold?: NonNullable<PriceRecord["threshold"]>): void => {
    const about = threshold === undefined ? {} : { threshold };
    into.add(row, { at, value, component, shift: 0, per: MILLION, ...about });
  };
  if (!isObject(value)) {
    add(value);
    return;
  }
  add(value.base);
  for (const tier of Array.isArray(value.tiers) ? (value.tiers as readonly unknown[]) : []) {
    if (isObject(tier) && typeof tier.start === "number")
      add(tier.price, { above_input_tokens: tier.start, applies_to: "whole_call" });
    else into.refuse(at, "unreadable", "a tier without a start");
  }
}
