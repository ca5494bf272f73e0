import { isObject } from "../../checker.ts";
import type { Collector } from "../collector.ts";
import { litellmField } from "./litellm-fields.ts";
import { litellmRowOf } from "./litellm-name.ts";

/**
 * LiteLLM's `model_prices_and_context_window.json`: an object of model rows with dollars per token. The
 * gateway it is written for re-prices the whole call above `_above_200k_tokens`
 * (https://docs.litellm.ai/docs/proxy/custom_model_cost_map, read 2026-11-28).
 */
export function readLitellm(path: string, content: unknown, into: Collector): void {
  if (!isObject(content)) {
    into.refuse(path, "unreadable", "expected an object of models");
    return;
  }
  for (const [key, model] of Object.entries(content)) {
    if (key === "sample_spec") continue;
    const at = `${path} ${key}`;
    if (!isObject(model) || typeof model.litellm_provider !== "string") {
      into.refuse(at, "unreadable", "a model without a litellm_provider");
      continue;
    }
    const row = litellmRowOf(key, model.litellm_provider);
    if (typeof row === "string") {
      into.refuse(at, "unsupported", row);
      continue;
    }
    for (const [name, value] of Object.entries(model)) {
      const field = litellmField(name, row.model, model.mode);
      if (field === undefined || value === null) continue;
      if (field === "unsupported") {
        into.refuse(`${at} ${name}`, "unsupported", `no component of the price book for ${name}`);
        continue;
      }
      into.add(row, { at: `${at} ${name}`, value: field.numberIn(value), ...field.about });
    }
  }
}
