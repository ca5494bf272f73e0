import {
  inputTokens,
  type ModelFacts,
  type ModelTier,
  modelTiers,
  outputTokens,
  type ProviderKind,
  type RequestNeed,
  type Usage,
} from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import { type CallNeeds, fitsCall } from "@headgate/pricing";
import { withoutCache } from "../route/without-cache.ts";
import type { HistoryCall } from "./history.ts";

/** What is known of a model, whatever was asked of it. */
export type KnownModel = Readonly<{
  tier: ModelTier | undefined;
  facts: ModelFacts;
}>;

/** A model that calls could have gone to. */
export type Alternative = KnownModel &
  Readonly<{
    /** As provider/model; the provider as it is configured, else as the price book names it. */
    name: string;
    isConfigured: boolean;
    /** The day on which it came out, as stated, or as its prices begin; absent where neither tells. */
    cameOn?: string;
    /** Whether its provider is configured, or calls of the history went to it by another way: there is an account. */
    isUsed: boolean;
    /** What its provider speaks; undefined where nobody uses it. */
    kind: ProviderKind | undefined;
    /** Who provides it, as the price book names that. */
    priceProvider: string;
    /** List prices of a million tokens, by which a few of many are picked. */
    list: Readonly<{ input: Picodollars; output: Picodollars }>;
    /** What a call would have cost there with a usage; undefined where that is not known. */
    price: (call: HistoryCall, usage: Usage) => Picodollars | undefined;
  }>;

/** The models that there are, with what is known of them. */
export type Market = Readonly<{
  alternatives: readonly Alternative[];
  /** The model that answered a call; undefined where the catalogue does not have it. */
  modelOf: (call: HistoryCall) => (KnownModel & Readonly<{ priceProvider: string }>) | undefined;
}>;

/** Whether a model is known to take a call, as routing asks it. A call of which it is not known what it needs fits none. */
export function takes({ facts }: KnownModel, call: HistoryCall): boolean {
  const needs = needsOf(call);
  return needs !== undefined && fitsCall(facts, needs).kind === "fits";
}

/** Undefined where the row does not tell. */
export function needsOf({
  row: { request_facts: facts, usage },
}: HistoryCall): CallNeeds | undefined {
  const tokens = inputTokens(usage);
  if (facts?.needs === undefined || tokens === undefined || facts.needs.includes("other")) {
    return undefined;
  }
  const has = (need: RequestNeed): boolean => facts.needs?.includes(need) ?? false;
  return {
    inputTokens: tokens,
    outputTokens: facts.max_output_tokens,
    input: (["image", "pdf"] as const).filter(has),
    tools: has("tools"),
    structuredOutput: has("json_schema")
      ? "json_schema"
      : has("json_object")
        ? "json_object"
        : undefined,
  };
}

/**
 * What a call's usage would have cost at another model: what its provider had kept of the prompt is plain input at another
 * one, which has kept nothing of it, and where reading it has no price.
 */
export function priceAt(
  { priceProvider, price }: Alternative,
  call: HistoryCall,
  askedProvider: string | undefined,
): Picodollars | undefined {
  const { usage } = call.row;
  const plain = withoutCache(usage);
  if (askedProvider !== priceProvider) return price(call, plain);
  return price(call, usage) ?? price(call, plain);
}

/** The cheapest models first, by list prices of what calls used together. */
export function cheapestOf(
  alternatives: readonly Alternative[],
  calls: readonly HistoryCall[],
): readonly Alternative[] {
  let [input, output] = [0n, 0n];
  for (const { row } of calls) {
    const [taken, answered] = [inputTokens(row.usage), outputTokens(row.usage)];
    // It only picks a few of many; each is priced call by call.
    if (taken !== undefined) input += BigInt(taken);
    if (answered !== undefined) output += BigInt(answered);
  }
  const cost = ({ list }: Alternative): bigint => list.input * input + list.output * output;
  return [...alternatives].sort((a, b) => {
    const [left, right] = [cost(a), cost(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

/** Whether a tier is this one or a dearer one. */
export const isAtLeast = (tier: ModelTier | undefined, least: ModelTier): boolean =>
  tier !== undefined && modelTiers.indexOf(tier) >= modelTiers.indexOf(least);
