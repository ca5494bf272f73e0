/**
 * Parts of a change of cost between two periods. `volume`: more or fewer attempts. `model_mix`: another division of
 * them among models. `tokens_per_call`: longer or shorter prompts and answers. `cache`: another share of the prompt
 * read from or written to the provider's cache. `price`: another effective rate for the same bucket of the same
 * model. `other`: cost that is not of tokens (searches, pages), or that is not told by bucket. `new` and `gone`: all
 * of what is in one of the periods alone.
 */
export const changeParts = [
  "volume",
  "model_mix",
  "tokens_per_call",
  "cache",
  "price",
  "other",
  "new",
  "gone",
] as const;
export type ChangePart = (typeof changeParts)[number];

/** What each part is in words, of a rise and of a fall: `because of …`. */
export const changeWords: Readonly<
  Record<ChangePart, Readonly<Record<"above" | "below", string>>>
> = {
  volume: { above: "more calls", below: "fewer calls" },
  model_mix: { above: "dearer models", below: "cheaper models" },
  tokens_per_call: { above: "more tokens per call", below: "fewer tokens per call" },
  cache: { above: "less read from the cache", below: "more read from the cache" },
  price: { above: "a higher price", below: "a lower price" },
  other: { above: "more charges than tokens", below: "fewer charges than tokens" },
  new: { above: "calls that were not there before", below: "calls that were not there before" },
  gone: { above: "calls that are no longer there", below: "calls that are no longer there" },
};

/** The same of lines of bills: what is counted is the quantity that was billed, in its unit. */
export const billedChangeWords: typeof changeWords = {
  ...changeWords,
  volume: { above: "a larger quantity", below: "a smaller quantity" },
  other: { above: "more charges without a quantity", below: "fewer charges without a quantity" },
  new: { above: "charges that were not there before", below: "credits that were not there before" },
  gone: { above: "credits that are no longer there", below: "charges that are no longer there" },
};
