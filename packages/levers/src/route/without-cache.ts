import type { Usage } from "@headgate/contract";

const cached = ["cache_read", "cache_write", "cache_write_5m", "cache_write_1h"] as const;

/** The same usage where nothing is kept of prompts: what was read from a cache or written to it is plain input. */
export function withoutCache(usage: Usage): Usage {
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
