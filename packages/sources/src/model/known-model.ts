import type { PriceScope } from "@headgate/contract";
import { resolveModel } from "@headgate/pricing";
import { remembering } from "../read/remembering.ts";
import { builtInBook } from "./built-in-book.ts";

/**
 * Who may serve a call, as far as the model's name says so (`us.…`, `global.…`, an inference profile's ARN):
 * a price by region is found by the region, which says more. `undefined` where the name does not tell, or no
 * model is known by it.
 *
 * @param provider as the price book names it
 */
export const namedScope = remembering(
  10_000,
  // A name's scope does not change with time, though whether it is known may.
  (provider: string, name: string, _atMs: number) => `${provider}/${name}`,
  (provider, name, atMs): PriceScope | undefined => {
    const resolved = resolveModel(builtInBook(), { provider, name, atMs });
    return resolved.kind === "resolved" &&
      resolved.scopeFrom === "name" &&
      resolved.scope !== "in_region"
      ? resolved.scope
      : undefined;
  },
);

/** Whose model a name is, as the price book names them, where the name alone tells. */
export function providerOfModel(name: string, atMs: number): string | undefined {
  const resolved = resolveModel(builtInBook(), { name, atMs });
  return resolved.kind === "resolved" ? resolved.provider : undefined;
}
