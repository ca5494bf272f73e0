import type { PriceScope } from "@headgate/contract";
import { resolveModel } from "@headgate/pricing";
import { builtInBook } from "../model/built-in-book.ts";
import { remembering } from "../read/remembering.ts";

const DAY_MS = 86_400_000;

/** A bill's name of a model as the price book has it, with the scope that the name tells. */
export type BilledModel = Readonly<{ provider: string; model: string; scope?: PriceScope }>;

/**
 * The price book's model for a bill's name of one. `undefined` where no rule leads to it: a bill's line keeps
 * its own name then, and no price is held against it.
 *
 * @param provider as the price book names it
 */
export const billedModelOf = remembering(
  10_000,
  (provider: string, name: string, atMs: number) =>
    `${provider}\n${name}\n${Math.floor(atMs / DAY_MS)}`,
  (provider, name, atMs): BilledModel | undefined => {
    const found = resolveModel(builtInBook(), { provider, name, atMs });
    if (found.kind !== "resolved") return undefined;
    const { provider: seller, model } = found;
    return {
      provider: seller,
      model,
      ...(found.scopeFrom === "name" && { scope: found.scope }),
    };
  },
);
