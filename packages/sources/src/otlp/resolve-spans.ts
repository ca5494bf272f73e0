import { inputTokens, outputTokens, type Usage } from "@headgate/contract";
import { readSpanUsage, spanUsageAttributes } from "@headgate/providers";
import { skipAt } from "../read/read-skip.ts";
import type { Found } from "../source.ts";
import type { Span } from "./span.ts";
import { type SpanKind, spanKind } from "./span-kind.ts";

/** Spans are remembered so that those around them, which end and arrive later, are known for what they are. */
const MOST_REMEMBERED = 100_000;

type Below = { tokens: number | undefined; calls: number };

/** What was found below spans, across the pieces in which a trace arrives. */
export class SpanMemory {
  readonly #below = new Map<string, Below>();

  of(key: string): Below | undefined {
    return this.#below.get(key);
  }

  /** Says that a span has calls below it, with their tokens where they are known. */
  add(key: string, { tokens, calls }: Below): void {
    const known = this.#below.get(key);
    this.#below.delete(key);
    this.#below.set(key, {
      tokens: sumOf(known === undefined ? 0 : known.tokens, tokens),
      calls: calls + (known === undefined ? 0 : known.calls),
    });
    if (this.#below.size <= MOST_REMEMBERED) return;
    const oldest = this.#below.keys().next();
    if (!oldest.done) this.#below.delete(oldest.value);
  }
}

/** A span that stands for a call, and what else there is to tell. */
export type Resolved = Readonly<{ calls: readonly Span[]; told: readonly Found[] }>;

/**
 * Which spans stand for a call: those of calls with none below them. Two libraries that watch the same call write
 * one span inside of the other, and agents and workflows repeat what is below them: the innermost counts, and where
 * the sums disagree that is told. A span within a call that counts nothing itself yields to the one that does.
 */
export function resolveSpans(spans: readonly Span[], memory: SpanMemory): Resolved {
  const calls = new Set<Span>();
  const told: Found[] = [];
  const answered = new Map<string, string>();
  const byKey = new Map(spans.map((span) => [keyOf(span, span.spanId), span]));
  for (const span of innermostFirst(spans, byKey)) {
    const kind = spanKind(span);
    const tokens = tokensOf(span);
    const key = keyOf(span, span.spanId);
    const below = memory.of(key);
    const parent = keyOf(span, span.parentId);
    if (below !== undefined) {
      // Whatever it is, what it holds counts for the span around it.
      if (span.parentId !== undefined) memory.add(parent, below);
      told.push(...aroundCalls(span, { kind, tokens, below }));
      continue;
    }
    if (kind !== "call") {
      told.push(asideOf(span, kind));
      continue;
    }
    const yields = tokens === undefined ? callAround(span, byKey) : undefined;
    if (yields !== undefined) {
      told.push(skipAt("not_a_call", span.place, `Span ${yields} is the same call, with usage.`));
      continue;
    }
    const response = responseKey(span);
    const twin = response === undefined ? undefined : answered.get(response);
    if (twin !== undefined) {
      told.push(skipAt("rollup", span.place, `Span ${twin} is the same answer.`));
      continue;
    }
    if (span.parentId !== undefined) memory.add(parent, { tokens, calls: 1 });
    if (response !== undefined) answered.set(response, span.spanId ?? "");
    calls.add(span);
  }
  return { calls: spans.filter((span) => calls.has(span)), told };
}

function asideOf(span: Span, kind: SpanKind): Found {
  return kind === "around"
    ? skipAt("parent_span", span.place, `${span.name}: no call below it is here.`)
    : skipAt("not_a_call", span.place);
}

function aroundCalls(
  span: Span,
  { kind, tokens, below }: { kind: SpanKind; tokens: number | undefined; below: Below },
): readonly Found[] {
  if (kind === "other") return [skipAt("not_a_call", span.place)];
  const skip = skipAt("parent_span", span.place, span.name);
  if (tokens === undefined || below.tokens === undefined || tokens === below.tokens) return [skip];
  return [
    skip,
    {
      kind: "warning",
      warning: "A parent span's tokens are not the sum of the calls below it; the calls count.",
      place: `${span.place}: ${tokens} tokens, ${below.tokens} below it`,
    },
  ];
}

const keyOf = ({ traceId }: Span, id: string | undefined): string => `${traceId} ${id}`;

const responseKey = ({ traceId, attributes }: Span): string | undefined => {
  const id = attributes["gen_ai.response.id"];
  return typeof id === "string" && id !== "" ? `${traceId} ${id}` : undefined;
};

/** The id of a call's span around this one that counts tokens; spans between them are passed over. */
function callAround(span: Span, byKey: ReadonlyMap<string, Span>): string | undefined {
  for (const around of ancestors(span, byKey)) {
    if (spanKind(around) === "call" && tokensOf(around) !== undefined) return around.spanId;
  }
  return undefined;
}

/** A trace may say of itself that it is endless. */
const DEEPEST = 200;

function* ancestors(span: Span, byKey: ReadonlyMap<string, Span>): Generator<Span> {
  let at: Span = span;
  for (let depth = 0; depth < DEEPEST && at.parentId !== undefined; depth += 1) {
    const parent = byKey.get(keyOf(at, at.parentId));
    if (parent === undefined) return;
    yield parent;
    at = parent;
  }
}

/** Spans by how many of their ancestors are here, deepest first; of one depth in their order. */
function innermostFirst(spans: readonly Span[], byKey: ReadonlyMap<string, Span>): readonly Span[] {
  const depth = new Map(spans.map((span) => [span, [...ancestors(span, byKey)].length]));
  const of = (span: Span): number => depth.get(span) ?? DEEPEST;
  return [...spans].sort((left, right) => of(right) - of(left));
}

function tokensOf({ attributes }: Span): number | undefined {
  const raw = spanUsageAttributes(attributes);
  if (raw === undefined) return undefined;
  const { usage } = readSpanUsage(raw, "included");
  return totalOf(usage);
}

const totalOf = (usage: Usage): number | undefined => {
  const input = inputTokens(usage);
  const output = outputTokens(usage);
  return input === undefined ? output : output === undefined ? input : input + output;
};

const sumOf = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? undefined : one + other;
