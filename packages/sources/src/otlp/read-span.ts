import { type AttemptOutcome, outputTokens } from "@headgate/contract";
import { providerNamed } from "@headgate/pricing";
import {
  type JsonObject,
  readSpanUsage,
  spanUsageAttributes,
  statedStopReason,
  textOrAbsent,
} from "@headgate/providers";
import { namedScope, providerOfModel } from "../model/known-model.ts";
import { type LoggedBody, withPromptFacts } from "../prompts/logged-body.ts";
import type { PromptReader } from "../prompts/prompt-reader.ts";
import { skipAt } from "../read/read-skip.ts";
import { countOf } from "../records/record-values.ts";
import { rowIds } from "../row/row-ids.ts";
import type { AttemptFacts, Found } from "../source.ts";
import { cacheCounting } from "./cache-counting.ts";
import type { Span } from "./span.ts";
import { spanLabels } from "./span-labels.ts";
import { requestOfSpan, stopWordOf } from "./span-request.ts";

/** A span that stands for a model call, as a row of the ledger. */
export function readSpan(span: Span, prompts: PromptReader | undefined): readonly Found[] {
  const { traceId, spanId, startMs, place } = span;
  if (traceId === undefined || spanId === undefined) {
    return [skipAt("identity_missing", place, "traceId, spanId")];
  }
  if (startMs === undefined) return [skipAt("time_unreadable", place, "startTimeUnixNano")];
  const ids = rowIds("otlp", traceId, spanId);
  return spanAttempt({ ...span, startMs }, { source: "otlp", ids, prompts });
}

type SpanTerms = Readonly<{
  source: "otlp" | "otlp_logs";
  ids: Pick<AttemptFacts, "row_id" | "call_id">;
  prompts: PromptReader | undefined;
}>;

/** The row of a call that is told in the attributes of a span, whoever told it. */
export function spanAttempt(
  span: Span & Readonly<{ startMs: number }>,
  { source, ids, prompts }: SpanTerms,
): readonly Found[] {
  const { attributes, traceId, spanId, startMs, place } = span;
  const asked = first(attributes, ["gen_ai.request.model", "llm.model_name"]);
  const answered = first(attributes, ["gen_ai.response.model", "embedding.model_name"]);
  const provider = providerOf(attributes, answered ?? asked, startMs);
  const scope = asked === undefined ? undefined : namedScope(provider, asked, startMs);
  const region = regionOf(attributes);
  const responseId = textOrAbsent(attributes["gen_ai.response.id"]);
  const tier = first(attributes, [
    "openai.response.service_tier",
    "gen_ai.openai.response.service_tier",
    "aws.bedrock.service_tier",
  ]);
  const labels = spanLabels(span);
  const usage = usageOf(span, provider);
  const attempt: AttemptFacts = {
    ...ids,
    started_at_ms: startMs,
    ...(span.endMs !== undefined && span.endMs >= startMs && { duration_ms: span.endMs - startMs }),
    ...timeToFirstToken(attributes),
    source,
    operation: isEmbedding(attributes) ? "embeddings" : "chat",
    provider,
    ...(asked !== undefined && { request_model: asked }),
    ...(answered !== undefined && { response_model: answered }),
    ...(responseId !== undefined && { response_id: responseId }),
    ...(traceId !== undefined && { trace_id: traceId }),
    ...(spanId !== undefined && { span_id: spanId }),
    ...(region !== undefined && { region }),
    ...(scope !== undefined && { scope }),
    ...(tier !== undefined && { service_tier: tier }),
    ...streamOf(attributes),
    ...outcomeOf(span, usage),
    ...usage,
    attribution: labels.attribution,
    tags: labels.tags,
  };
  const asOf = (): LoggedBody => ({
    body: requestOfSpan(attributes),
    finishReason: statedStopReason(stopWordOf(attributes)),
  });
  const found: Found[] = [{ kind: "attempt", attempt: withPromptFacts(attempt, prompts, asOf) }];
  for (const warning of labels.problems) found.push({ kind: "warning", warning, place });
  if (isSampled(span)) found.push({ kind: "warning", warning: SAMPLED, place });
  return found;
}

const SAMPLED = "Spans are a sample (tracestate th): sums over them are less than what was used.";

/** A threshold of 0 keeps all (https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/). */
const isSampled = ({ traceState }: Span): boolean =>
  traceState !== undefined && /(?:^|,)\s*ot=[^,]*\bth:(?!0*(?:;|,|$))/.test(traceState);

function first(attributes: JsonObject, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = textOrAbsent(attributes[name]);
    if (value !== undefined && value !== "") return value;
  }
  return undefined;
}

/** Frameworks write their own name where the provider's belongs; the model then tells whose it is. */
const frameworks =
  /^(?:langchain|llama_?index|crewai|haystack|vercel|litellm|agno|unknown|_other)/i;

function providerOf(attributes: JsonObject, model: string | undefined, atMs: number): string {
  const address = first(attributes, ["server.address", "url.full", "gen_ai.request.base_url"]);
  if (address !== undefined && /\.openai\.azure\.com/i.test(address)) return "azure";
  const stated = first(attributes, [
    "gen_ai.provider.name",
    "gen_ai.system",
    "llm.provider",
    "llm.system",
    "ai.model.provider",
  ]);
  if (stated !== undefined && !frameworks.test(stated)) {
    const named = providerNamed(stated.toLowerCase());
    // The AI SDK names the API too: `openai.responses`, `google.generative-ai`.
    return named === stated.toLowerCase() && stated.includes(".")
      ? providerNamed(stated.toLowerCase().split(".")[0] ?? stated)
      : named;
  }
  return (model === undefined ? undefined : providerOfModel(model, atMs)) ?? "unknown";
}

function regionOf(attributes: JsonObject): string | undefined {
  const address = textOrAbsent(attributes["server.address"]);
  const match = /^bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com$/.exec(address ?? "");
  return match?.[1] ?? first(attributes, ["aws.region"]);
}

const isEmbedding = (attributes: JsonObject): boolean =>
  [
    attributes["gen_ai.operation.name"],
    attributes["llm.request.type"],
    attributes["openinference.span.kind"],
  ].some((kind) => typeof kind === "string" && /^a?embedding/i.test(kind));

function streamOf(attributes: JsonObject): Pick<AttemptFacts, "stream"> | undefined {
  const stream =
    attributes["gen_ai.request.stream"] ??
    attributes["gen_ai.is_streaming"] ??
    attributes["llm.is_streaming"];
  return typeof stream === "boolean" ? { stream } : undefined;
}

/** Seconds by the convention. */
function timeToFirstToken(
  attributes: JsonObject,
): Pick<AttemptFacts, "time_to_first_token_ms"> | undefined {
  const seconds = attributes["gen_ai.response.time_to_first_chunk"];
  return typeof seconds === "number" && seconds >= 0
    ? { time_to_first_token_ms: seconds * 1000 }
    : undefined;
}

type UsageFacts = Pick<AttemptFacts, "usage" | "usage_origin" | "raw_usage" | "usage_violations">;

function usageOf(span: Span, provider: string): UsageFacts {
  const raw = spanUsageAttributes(span.attributes);
  if (raw === undefined) return { usage: {}, usage_origin: "none" };
  const { usage, violations } = readSpanUsage(raw, cacheCounting(span, provider));
  return {
    usage,
    usage_origin: Object.keys(usage).length > 0 ? "provider" : "none",
    raw_usage: raw,
    ...(violations.length > 0 && { usage_violations: [...violations] }),
  };
}

function outcomeOf(
  { attributes, isError }: Span,
  { usage }: UsageFacts,
): { outcome: AttemptOutcome; status?: number } {
  const status = [
    attributes["http.response.status_code"],
    attributes["http.status_code"],
    attributes["error.type"],
  ]
    .map(countOf)
    .find((code) => code !== undefined && code >= 100 && code <= 599);
  if (!isError && attributes["error.type"] === undefined) {
    return { outcome: "completed", ...(status !== undefined && { status }) };
  }
  // What was produced before it broke off is billed.
  if (outputTokens(usage) !== undefined) return { outcome: "interrupted" };
  if (/time.?out/i.test(String(attributes["error.type"]))) return { outcome: "timed_out" };
  return {
    outcome: "provider_error",
    ...(status !== undefined && status >= 400 && { status }),
  };
}
