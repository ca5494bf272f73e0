import type { Usage } from "@headgate/contract";
import type { Charge } from "@headgate/pricing";

/**
 * What a usage would have been charged at the reference. Where its provider has no rate for what was written to or read
 * from a prompt cache, those tokens are plain input there.
 *
 * @param price of a usage at the reference
 */
export function atReference(usage: Usage, price: (usage: Usage) => Charge): Charge {
  const asIs = price(usage);
  if (asIs.effectiveCost !== undefined) return asIs;
  const plain = withoutCache(usage);
  return plain === usage ? asIs : price(plain);
}

const cached = ["cache_read", "cache_write", "cache_write_5m", "cache_write_1h"] as const;

function withoutCache(usage: Usage): Usage {
  const tokens = cached.flatMap((bucket) => usage[bucket] ?? []);
  if (tokens.length === 0) return usage;
  const {
    cache_read: _r,
    cache_write: _w,
    cache_write_5m: _5,
    cache_write_1h: _1,
    ...rest
  } = usage;
  const input = tokens.reduce((sum, one) => sum + one, 0);
  return { ...rest, input: rest.input === undefined ? input : rest.input + input };
}
