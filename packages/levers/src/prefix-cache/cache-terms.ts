/** How long a provider keeps a marked prefix after its last use. */
export const cacheTtls = ["5m", "1h"] as const;
export type CacheTtl = (typeof cacheTtls)[number];

export const ttlMs: Readonly<Record<CacheTtl, number>> = { "5m": 300_000, "1h": 3_600_000 };

/** What a token of a prompt costs when read from or written to the provider's cache, in parts of plain input. */
export type CacheTerms = Readonly<{ read: number; write: Readonly<Record<CacheTtl, number>> }>;

/**
 * What Anthropic publishes, for all its models: for where the price book does not know a model's own.
 * Source: platform.claude.com/docs/en/build-with-claude/prompt-caching, as quoted by
 * https://clawdemy.org/lessons/building-with-claude/prompt-caching-and-context-management/cheatsheet/, read 2026-11-29.
 */
export const publishedTerms: CacheTerms = { read: 0.1, write: { "5m": 1.25, "1h": 2 } };
