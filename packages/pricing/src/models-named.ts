import type { PriceBook } from "./price-book.ts";
import { resolveModel } from "./resolve/resolve-model.ts";

/** A model as the price book names it. */
export type ModelReference = Readonly<{ provider: string; model: string }>;

/**
 * The models that a name stands for on a day: `provider/model`, a name that one or several providers have,
 * or what the resolver reads of it (an ARN, an inference profile, a path, another spelling). A model without a price on that day counts when the book has one for another day.
 */
export function modelsNamed(
  book: PriceBook,
  name: string,
  query: Readonly<{ at: string; provider?: string }>,
): readonly ModelReference[] {
  const atMs = Date.parse(query.at);
  const providers = new Set(book.models.map(({ provider }) => provider));
  const named = (provider: string, model: string): readonly ModelReference[] => {
    const prices = book.find({ provider, model, atMs });
    if (prices !== undefined) return [{ provider, model: prices.model }];
    const isKnown = book.models.some(
      (known) => known.provider === provider && known.model === model,
    );
    return isKnown ? [{ provider, model }] : [];
  };
  const asked = [...providers].filter(
    (provider) => query.provider === undefined || provider === query.provider,
  );
  // A provider before the slash is meant as one, though others sell models under such names.
  const slash = name.indexOf("/");
  const prefix = name.slice(0, Math.max(0, slash));
  const prefixed = asked.includes(prefix) ? named(prefix, name.slice(slash + 1)) : [];
  if (prefixed.length > 0) return prefixed;
  const found = asked.flatMap((provider) => named(provider, name));
  if (found.length > 0) return found;
  const resolved = resolveModel(book, { name, provider: query.provider, atMs });
  return resolved.kind === "resolved" ? named(resolved.provider, resolved.model) : [];
}
