import type { PriceScope } from "@headgate/contract";
import { resolveModel } from "@headgate/pricing";
import { builtInBook } from "../model/built-in-book.ts";
import { dayOf } from "./bill-time.ts";

const MOST_REMEMBERED = 10_000;

/** A bill's name of a model as the price book has it, with the scope that the name tells. */
export type BilledModel = Readonly<{ provider: string; model: string; scope?: PriceScope }>;

const remembered = new Map<string, BilledModel | undefined>();

/**
 * The price book's model for a bill's name of one. `undefined` where no rule leads to it: a bill's line keeps
 * its own name then, and no price is held against it.
 *
 * @param provider as the price book names it
 */
export function billedModelOf(
  provider: string,
  name: string,
  atMs: number,
): BilledModel | undefined {
  const key = `${provider}\n${name}\n${dayOf(atMs)}`;
  if (remembered.has(key)) return remembered.get(key);
  const found = resolveModel(builtInBook(), { provider, name, atMs });
  const known =
    found.kind === "resolved"
      ? {
          provider: found.provider,
          model: found.model,
          ...(found.scopeFrom === "name" && { scope: found.scope }),
        }
      : undefined;
  if (remembered.size === MOST_REMEMBERED) remembered.clear();
  remembered.set(key, known);
  return known;
}
