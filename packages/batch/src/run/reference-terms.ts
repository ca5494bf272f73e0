import type { BatchItem } from "../item.ts";
import type { BatchPorts } from "../ports.ts";
import { isMoved, type ReferenceTerms } from "../row-of.ts";

/**
 * Where a request would have gone, had no other model been chosen for it; `undefined` where none was, and where that provider is
 * configured no more: then what choosing saved is not known.
 */
export function referenceTerms(
  ports: Pick<BatchPorts, "provider">,
  item: Pick<BatchItem, "route">,
): ReferenceTerms | undefined {
  const { route } = item;
  if (route === undefined || !isMoved(item)) return undefined;
  const slash = route.reference.indexOf("/");
  const provider = ports.provider(route.reference.slice(0, slash));
  return provider && { provider, model: route.reference.slice(slash + 1) };
}
