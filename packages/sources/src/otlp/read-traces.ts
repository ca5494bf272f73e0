import { readSpanUsage, spanUsageAttributes, textOrAbsent } from "@headgate/providers";
import type { PromptReader } from "../prompts/prompt-reader.ts";
import type { Found } from "../source.ts";
import { resolveCalls } from "../trace/resolve-calls.ts";
import { totalTokens } from "../trace/total-tokens.ts";
import type { TraceMemory } from "../trace/trace-memory.ts";
import { readSpan } from "./read-span.ts";
import type { Span } from "./span.ts";
import { spanKind } from "./span-kind.ts";

/** Rows of spans that belong together as far as they are here, and why the others are none. */
export function readSpans(
  spans: readonly Span[],
  memory: TraceMemory,
  prompts: PromptReader | undefined,
): readonly Found[] {
  const nodes = spans.map((span) => ({
    trace: span.traceId,
    id: span.spanId,
    parent: span.parentId,
    name: span.name,
    kind: spanKind(span),
    tokens: tokensOf(span),
    answer: textOrAbsent(span.attributes["gen_ai.response.id"]),
    place: span.place,
    span,
  }));
  const { calls, told } = resolveCalls(nodes, memory);
  return [...calls.flatMap(({ span }) => readSpan(span, prompts)), ...told];
}

function tokensOf({ attributes }: Span): number | undefined {
  const raw = spanUsageAttributes(attributes);
  return raw === undefined ? undefined : totalTokens(readSpanUsage(raw, "included").usage);
}
