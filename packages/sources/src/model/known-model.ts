import type { PriceScope } from "@headgate/contract";
import { resolveModel } from "@headgate/pricing";
import { builtInBook } from "./built-in-book.ts";

const MOST_REMEMBERED = 10_000;

const remembered = new Map<string, PriceScope | undefined>();

/**
 * Who may serve a call, as far as the model's name says so (`us.…`, `global.…`, an inference profile's ARN):
 * a price by region is found by the region, which says more. `undefined` where the name does not tell, or no
 * model is known by it.
 *
 * @param provider as the price book names it
 */
export function namedScope(provider: string, name: string, atMs: number): PriceScope | undefined {
  const key = `${provider}/${name}`;
  if (remembered.has(key)) return remembered.get(key);
  const resolved = resolveModel(builtInBook(), { provider, name, atMs });
  const scope =
    resolved.kind === "resolved" && resolved.scopeFrom === "name" && resolved.scope !== "in_region"
      ? resolved.scope
      : undefined;
  if (remembered.size === MOST_REMEMBERED) remembered.clear();
  remembered.set(key, scope);
  return scope;
}

/** Whose model a name is, as the price book names them, where the name alone tells. */
export function providerOfModel(name: string, atMs: number): string | undefined {
  const resolved = resolveModel(builtInBook(), { name, atMs });
  return resolved.kind === "resolved" ? resolved.provider : undefined;
}
