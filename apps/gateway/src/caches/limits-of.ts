import type { HeadgateConfig } from "@headgate/contract";

type Configured = Pick<HeadgateConfig, "caches">;

export const nearLimitsOf = ({ caches: { semantic } }: Configured) => ({
  maxBytes: semantic.max_bytes,
  maxEntries: semantic.max_entries,
});

export const prefixLimitsOf = ({ caches: { prefix } }: Configured) => ({
  maxPlaces: prefix.max_places,
  maxRequestBytes: prefix.max_request_bytes,
});

export const undoLimitsOf = ({ caches: { prompt } }: Configured) => ({
  maxBytes: prompt.max_bytes,
  maxAgeMs: prompt.minutes * 60_000,
});
