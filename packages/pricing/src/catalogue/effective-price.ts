import type { Confidence, UsageComponent } from "@headgate/contract";
import { divideRounded, multiply, type Picodollars, sum } from "@headgate/money";
import type { Charge } from "../charge.ts";
import type { ModelSearch } from "../find-model.ts";
import { applyOverlays } from "../overlay/apply-overlays.ts";
import type { Overlays } from "../overlay/compiled-overlays.ts";
import type { PriceBook } from "../price-book.ts";
import { rateUsage } from "../rate-usage.ts";
import { weaker } from "../weaker.ts";

/** A prompt as the model's provider would take it in. Token counts are of that model's own tokenizer. */
export type ExpectedPrompt = Readonly<{
  tokens: number;
  /** What is known of the provider's prompt cache; absent: all of the prompt is uncached. */
  prefix?: Readonly<{
    /** Tokens at the prompt's beginning that the cache may hold. */
    tokens: number;
    /** The chance that this model's cache holds them now, 0 to 1: its own, not the requested model's. */
    warm: number;
    /** What they are charged as when they must be written; absent: as uncached input, where writing is free. */
    write?: "cache_write" | "cache_write_5m" | "cache_write_1h";
  }>;
}>;

/** What this model is expected to answer; models differ by several times in how much they write and think. */
export type ExpectedAnswer = Readonly<{
  outputTokens: number;
  /** Absent: none is expected, or it is within the output. */
  reasoningTokens?: number | undefined;
}>;

export type EffectivePriceQuery = Readonly<{
  search: ModelSearch;
  /** The configured provider, which overlays may be for. */
  providerName?: string;
  overlays: Overlays;
  prompt: ExpectedPrompt;
  answer: ExpectedAnswer;
  tier?: "standard" | "batch";
}>;

/**
 * What a call is expected to cost on one model, in picodollars, or why that is not known. `effective` is what models are
 * compared by: list price after discounts, negotiated rates and commitments. `billed` leaves out what was paid in advance.
 */
export type EffectivePrice =
  | Readonly<{
      kind: "known";
      list: Picodollars;
      effective: Picodollars;
      billed: Picodollars;
      /** Of the prices. How sure the expected tokens and the chance are is for who asks to say. */
      confidence: Exclude<Confidence, "unknown">;
      reason?: string;
    }>
  | Readonly<{ kind: "unknown"; reason: string }>;

/** Chances are whole millionths where they meet money. */
const CERTAIN = 1_000_000;

/**
 * The expected cost of this call on a model: of the case in which the provider's cache holds the prompt's beginning and of
 * the case in which it does not, each rated by its own length, tier and overlays, weighed by their chance. A case
 * that cannot be priced and has a chance makes the whole unknown; it is never taken for nothing.
 *
 * Tokens are rounded up to whole ones, the chance to a millionth, the sum once, half away from zero.
 * @throws RangeError when a number of tokens is negative or not finite, or a chance is not within 0 and 1
 */
export function effectivePrice(book: PriceBook, query: EffectivePriceQuery): EffectivePrice {
  const { prompt, answer } = query;
  const tokens = whole(prompt.tokens);
  const prefix = Math.min(tokens, whole(prompt.prefix?.tokens ?? 0));
  const warm = prefix === 0 ? 0 : millionths(prompt.prefix?.warm ?? 0);
  const answered = {
    output: whole(answer.outputTokens),
    ...(answer.reasoningTokens !== undefined && { reasoning: whole(answer.reasoningTokens) }),
  };
  const rest = tokens - prefix;
  const write = prompt.prefix?.write;
  const cold = write === undefined ? { input: tokens } : { input: rest, ...charged(write, prefix) };
  const cases = [
    { weight: CERTAIN - warm, usage: { ...cold, ...answered } },
    { weight: warm, usage: { input: rest, ...charged("cache_read", prefix), ...answered } },
  ].filter(({ weight }) => weight > 0);

  const charges: { weight: number; charge: Charge }[] = [];
  for (const { weight, usage } of cases) {
    const charge = chargeOf(book, query, usage);
    if (charge.confidence === "unknown")
      return { kind: "unknown", reason: charge.reason ?? "the price is not known" };
    charges.push({ weight, charge });
  }
  const expected = (cost: "listCost" | "effectiveCost" | "billedCost"): Picodollars | undefined => {
    const weighed: Picodollars[] = [];
    for (const { weight, charge } of charges) {
      const amount = charge[cost];
      if (amount === undefined) return undefined;
      weighed.push(multiply(amount, weight));
    }
    return divideRounded(sum(weighed), BigInt(CERTAIN));
  };
  const list = expected("listCost");
  const effective = expected("effectiveCost");
  const billed = expected("billedCost");
  const confidence = charges.map(({ charge }) => charge.confidence).reduce(weaker, "exact");
  if (
    list === undefined ||
    effective === undefined ||
    billed === undefined ||
    confidence === "unknown"
  )
    return { kind: "unknown", reason: "the price is not known" };
  const reasons = [...new Set(charges.flatMap(({ charge }) => charge.reason ?? []))];
  return {
    kind: "known",
    list,
    effective,
    billed,
    confidence,
    ...(reasons.length > 0 && { reason: reasons.join("; ") }),
  };
}

function chargeOf(
  book: PriceBook,
  { search, providerName, overlays, tier = "standard" }: EffectivePriceQuery,
  usage: Readonly<Partial<Record<UsageComponent, number>>>,
): Charge {
  const charge = rateUsage(book, {
    ...search,
    usage,
    // The tokens are expected, not used; how sure that is, is not the price's confidence.
    usageOrigin: "provider",
    operation: "chat",
    ...(tier === "batch" && { serviceTier: "batch" }),
  });
  return applyOverlays(book, {
    charge,
    overlays,
    atMs: search.atMs,
    ...(providerName !== undefined && { providerName }),
  });
}

/** No line for nothing: a model without a cache has no price for one. */
const charged = (component: UsageComponent, tokens: number) =>
  tokens === 0 ? {} : { [component]: tokens };

function whole(tokens: number): number {
  const rounded = Math.ceil(tokens);
  if (!Number.isSafeInteger(rounded) || rounded < 0)
    throw new RangeError(`${tokens} is not a number of tokens`);
  return rounded;
}

function millionths(chance: number): number {
  if (!(chance >= 0 && chance <= 1)) throw new RangeError(`${chance} is not a chance`);
  return Math.round(chance * CERTAIN);
}
