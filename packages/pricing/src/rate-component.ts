import type { TokenBucket, Usage, UsageComponent } from "@headgate/contract";
import { multiply } from "@headgate/money";
import type { PricedLine } from "./charge.ts";
import type { Rate } from "./rate-table.ts";

/**
 * How a prompt is laid out, for thresholds that re-price only the part above: providers cache
 * prefixes, so what was cached comes first.
 */
const promptOrder = [
  "cache_read",
  "cache_read_audio",
  "cache_write_1h",
  "cache_write_5m",
  "cache_write",
  "input",
  "input_audio",
  "input_image",
  "input_video",
] as const satisfies readonly TokenBucket[];

/**
 * Prices one component, exactly: a line for each rate it falls under. False when no rate covers all
 * of it; then no line is added.
 *
 * @param rates by rising threshold, at least one
 * @param promptTokens of the whole call; undefined when the provider did not tell
 */
export function addLines(
  lines: PricedLine[],
  component: UsageComponent,
  quantity: number,
  rates: readonly Rate[],
  promptTokens: number | undefined,
  usage: Usage,
): boolean {
  const [base] = rates;
  if (base === undefined) return false;
  if (rates.length === 1 && base.aboveInputTokens === 0) {
    lines.push(lineOf(component, quantity, base));
    return true;
  }
  if (promptTokens === undefined) return false;
  const rate = rateAt(rates, promptTokens, base);
  if (rate.aboveInputTokens > 0 && rate.aboveInputTokens >= promptTokens) return false;
  if (!rate.marginal) {
    lines.push(lineOf(component, quantity, rate));
    return true;
  }
  const start = promptTokensBefore(component, usage);
  if (start === undefined || base.aboveInputTokens > start) return false;
  const end = start + quantity;
  for (const [index, band] of rates.entries()) {
    const upper = rates[index + 1]?.aboveInputTokens ?? Number.POSITIVE_INFINITY;
    const part = Math.min(end, upper) - Math.max(start, band.aboveInputTokens);
    if (part > 0) lines.push(lineOf(component, part, band));
  }
  return true;
}

/** The rate of the highest threshold below the prompt's length. */
const rateAt = (rates: readonly Rate[], promptTokens: number, base: Rate): Rate => {
  let found = base;
  for (const rate of rates) if (promptTokens > rate.aboveInputTokens) found = rate;
  return found;
};

const lineOf = (component: UsageComponent, quantity: number, rate: Rate): PricedLine => ({
  component,
  quantity,
  unitPrice: rate.unitPrice,
  listCost: multiply(rate.unitPrice, quantity),
  priceRecord: rate.record.id,
});

const promptTokensBefore = (component: UsageComponent, usage: Usage): number | undefined => {
  let tokens = 0;
  for (const bucket of promptOrder) {
    if (bucket === component) return tokens;
    const quantity = usage[bucket];
    if (quantity !== undefined) tokens += quantity;
  }
  return undefined;
};
