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
