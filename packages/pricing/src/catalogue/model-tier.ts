import { type ModelFacts, type ModelTier, modelTiers } from "@headgate/contract";
import { displayDollars, type Picodollars, parseDollars } from "@headgate/money";
import type { ListPrice } from "./list-price.ts";

/** A model's tier and the reason in words, or why none can be told. */
export type TierOfModel = Readonly<{ tier: ModelTier | undefined; reason: string }>;

/**
 * The dearest blended list price of a million tokens in each band but the last. A maker's models lie four to five times apart from
 * one size to the next, and so do the bands; decisions/0058 shows on which models they were looked at.
 */
const bands: readonly (readonly [ModelTier, Picodollars])[] = [
  ["micro", parseDollars("0.30")],
  ["budget", parseDollars("2.50")],
  ["flagship", parseDollars("12")],
];

/** Under so many tokens a model takes no long document, whatever it costs. */
const SMALL_WINDOW = 32_000;

/**
 * The tier that follows from what a model costs and can do. Price goes first: it is what the maker thinks a size worth, and
 * names tell nothing. What a model cannot do takes it down, since prices of old models outlive what they were
 * for: without tools or with a small window it is at most `budget`, without reasoning at most `flagship`.
 * Nothing takes it up: a cheap model that is better than its band is found by labels, not by a list.
 *
 * @param stated what the operator says, which holds above all
 */
export function tierOfModel(
  facts: ModelFacts,
  { blended }: ListPrice,
  stated?: ModelTier,
): TierOfModel {
  if (stated !== undefined) return { tier: stated, reason: "headgate.yaml says so" };
  if (blended === undefined)
    return { tier: undefined, reason: "its list price of input and output is not known" };
  const priced = bands.find(([, most]) => blended <= most)?.[0] ?? "premium";
  const reason = `$${displayDollars(blended, 4).replace("$", "")} for a million tokens, three of input to one of output`;
  const window = facts.context_window ?? facts.max_input_tokens;
  const limits: readonly (readonly [boolean, ModelTier, string])[] = [
    [facts.tools === false, "budget", "it cannot call tools"],
    [
      window !== undefined && window < SMALL_WINDOW,
      "budget",
      `its window has only ${window} tokens`,
    ],
    [facts.reasoning !== true, "flagship", "it is not known to reason"],
  ];
  for (const [holds, most, why] of limits) {
    if (holds && modelTiers.indexOf(priced) > modelTiers.indexOf(most))
      return { tier: most, reason: `${reason}; not ${priced}, since ${why}` };
  }
  return { tier: priced, reason };
}
