import type { CacheCounting } from "@headgate/providers";
import type { Span } from "./span.ts";

/** Providers whose own count of the prompt is without what the cache had. */
const countedApart: ReadonlySet<string> = new Set(["anthropic", "bedrock"]);

/**
 * Writers that add the cache's tokens to the prompt's, whatever the provider does: OpenLLMetry and OpenTelemetry's
 * own (`opentelemetry.instrumentation.…`; https://github.com/traceloop/openllmetry/pull/2175, read 2026-11-28),
 * OpenInference, whose details are parts of the prompt, and Pydantic's.
 */
const addingScopes = [
  /^@?opentelemetry[./-]instrumentation/,
  /^openinference\.instrumentation|^@arizeai\//,
  /^(?:pydantic-ai|logfire)/,
] as const;

/** Names that came with the rule that the prompt's count includes the cache's. */
const ruled = ["gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_creation.input_tokens"];

/**
 * Whether a span's count of the prompt includes the cache's tokens: by the provider where its own count does, by the
 * names that say so, by who wrote the span. Everyone else's is unstated.
 */
export function cacheCounting({ attributes, scope }: Span, provider: string): CacheCounting {
  if (provider !== "unknown" && !countedApart.has(provider)) return "included";
  if (ruled.some((name) => attributes[name] !== undefined)) return "included";
  if (attributes["llm.token_count.prompt"] !== undefined) return "included";
  return addingScopes.some((pattern) => pattern.test(scope.name)) ? "included" : "unstated";
}
