import { type JsonObject, readLangfuseUsage, statedStopReason } from "@headgate/providers";
import { namedScope, providerOfModel } from "../model/known-model.ts";
import { bodyOfInput, type LoggedBody, withPromptFacts } from "../prompts/logged-body.ts";
import type { PromptReader } from "../prompts/prompt-reader.ts";
import { decimalOf } from "../read/number-text.ts";
import { skipAt } from "../read/read-skip.ts";
import { countOf, listIn, objectIn, textIn } from "../records/record-values.ts";
import { labelOf } from "../row/label-of.ts";
import { rowIds } from "../row/row-ids.ts";
import { TagCollector } from "../row/tag-collector.ts";
import { timeMsOf } from "../row/time-ms.ts";
import type { AttemptFacts, Found } from "../source.ts";

/** An observation of a trace, with what its trace says of it. */
export type Observation = Readonly<{ value: JsonObject; trace: JsonObject; place: string }>;

/** An observation that stands for a model call, as a row of the ledger. */
export function readObservation(
  { value, trace, place }: Observation,
  prompts: PromptReader | undefined,
): readonly Found[] {
  const id = textIn(value.id);
  if (id === undefined) return [skipAt("identity_missing", place, "id")];
  const startedAtMs = timeMsOf(value.startTime);
  if (startedAtMs === undefined) return [skipAt("time_unreadable", place, "startTime")];
  const model = textIn(value.model) ?? textIn(value.providedModelName);
  const provider =
    (model === undefined ? undefined : providerOfModel(model, startedAtMs)) ?? "unknown";
  const scope = model === undefined ? undefined : namedScope(provider, model, startedAtMs);
  const tags = tagsOf(value, trace);
  const attempt: AttemptFacts = {
    ...rowIds("langfuse", id),
    started_at_ms: startedAtMs,
    ...durations(value, startedAtMs),
    source: "langfuse",
    operation: isType(value, "EMBEDDING") ? "embeddings" : "chat",
    provider,
    ...(model !== undefined && { request_model: model }),
    ...spanOf(id, value),
    ...(scope !== undefined && { scope }),
    outcome: isError(value) ? "provider_error" : "completed",
    ...usageOf(value),
    attribution: labelsOf(value, trace),
    tags: tags.tags,
  };
  const found: Found[] = [
    { kind: "attempt", attempt: withPromptFacts(attempt, prompts, () => loggedIn(value)) },
  ];
  for (const warning of tags.problems) found.push({ kind: "warning", warning, place });
  return found;
}

/** An observation's input is what an integration put there: mostly the messages, or the body as it was sent. */
function loggedIn(value: JsonObject): LoggedBody {
  const settings = objectIn(value.modelParameters) ?? {};
  const list = listIn(value.input);
  const input = list.length > 0 ? list : (objectIn(value.input) ?? value.input);
  const [choice] = listIn(objectIn(value.output)?.choices);
  return {
    body: bodyOfInput(input, settings),
    finishReason: statedStopReason(objectIn(choice)?.finish_reason),
  };
}

export const isType = (value: JsonObject, type: string): boolean =>
  textIn(value.type)?.toUpperCase() === type;

const isError = (value: JsonObject): boolean => textIn(value.level)?.toUpperCase() === "ERROR";

/** Observations that came over OpenTelemetry keep its ids, by which another source's row of the call is known. */
function spanOf(
  id: string,
  value: JsonObject,
): Pick<AttemptFacts, "trace_id" | "span_id"> | undefined {
  const trace = textIn(value.traceId);
  return trace !== undefined && /^[0-9a-f]{32}$/.test(trace) && /^[0-9a-f]{16}$/.test(id)
    ? { trace_id: trace, span_id: id }
    : undefined;
}

type UsageFacts = Pick<AttemptFacts, "usage" | "usage_origin" | "raw_usage" | "usage_violations">;

/** The counts of an observation; all zeros are the columns' default, not a count. */
export function countsOf(value: JsonObject): JsonObject | undefined {
  const details = objectIn(value.usageDetails);
  const usage = objectIn(value.usage);
  const candidates: readonly (JsonObject | undefined)[] = [
    details,
    usage,
    { input: value.inputUsage, output: value.outputUsage, total: value.totalUsage },
    { input: value.promptTokens, output: value.completionTokens, total: value.totalTokens },
    { input: value.inputTokens, output: value.outputTokens, total: value.totalTokens },
  ];
  for (const candidate of candidates) {
    const counts: Record<string, number> = {};
    for (const key in candidate) {
      const count = countOf(candidate[key]);
      if (count !== undefined) counts[key] = count;
    }
    if (Object.values(counts).some((count) => count > 0)) return counts;
  }
  return undefined;
}

/**
 * What an observation counts in, where that is said and is no tokens: `CHARACTERS`, `MILLISECONDS`, `SECONDS`,
 * `IMAGES` or `REQUESTS` (`ModelUsageUnit` of Langfuse's API, read 2026-11-30).
 */
export function otherUnitOf(value: JsonObject): string | undefined {
  const unit = textIn(objectIn(value.usage)?.unit) ?? textIn(value.unit);
  return unit === undefined || /^(?:tokens)?$/i.test(unit) ? undefined : unit.slice(0, 40);
}

function usageOf(value: JsonObject): UsageFacts {
  const raw = countsOf(value);
  if (raw === undefined) return { usage: {}, usage_origin: "none" };
  const unit = otherUnitOf(value);
  if (unit !== undefined) {
    return {
      usage: {},
      usage_origin: "none",
      raw_usage: { ...raw, unit },
      usage_violations: [`the usage is in ${unit}, which are no tokens`],
    };
  }
  const { usage, violations } = readLangfuseUsage(raw);
  return {
    usage,
    usage_origin: Object.keys(usage).length > 0 ? "provider" : "none",
    raw_usage: raw,
    ...(violations.length > 0 && { usage_violations: [...violations] }),
  };
}

function durations(
  value: JsonObject,
  startedAtMs: number,
): Pick<AttemptFacts, "duration_ms" | "time_to_first_token_ms"> {
  const endedAtMs = timeMsOf(value.endTime);
  const firstAtMs = timeMsOf(value.completionStartTime);
  return {
    ...(endedAtMs !== undefined &&
      endedAtMs >= startedAtMs && { duration_ms: endedAtMs - startedAtMs }),
    ...(firstAtMs !== undefined &&
      firstAtMs >= startedAtMs && { time_to_first_token_ms: firstAtMs - startedAtMs }),
  };
}

function labelsOf(value: JsonObject, trace: JsonObject): AttemptFacts["attribution"] {
  const user = labelOf(textIn(trace.userId) ?? textIn(value.userId));
  const session = labelOf(textIn(trace.sessionId) ?? textIn(value.sessionId));
  const environment = labelOf(textIn(value.environment) ?? textIn(trace.environment));
  return {
    ...(user !== undefined && { user }),
    ...(session !== undefined && { session }),
    // What Langfuse calls it where nobody said.
    ...(environment !== undefined && environment !== "default" && { environment }),
  };
}

function tagsOf(value: JsonObject, trace: JsonObject): TagCollector {
  const tags = new TagCollector();
  // To compare with: what Langfuse made of its own prices, or was told; neither is a charge.
  tags.add("langfuse.total_cost", decimalOf(value.totalCost ?? value.calculatedTotalCost));
  tags.add("langfuse.provided_cost", decimalOf(objectIn(value.providedCostDetails)?.total));
  tags.add("langfuse.project_id", textIn(value.projectId));
  tags.add("langfuse.trace_name", textIn(trace.name) ?? textIn(value.traceName));
  tags.add("langfuse.name", textIn(value.name));
  tags.add("langfuse.prompt", textIn(value.promptName));
  tags.add("langfuse.release", textIn(trace.release));
  const listed = listIn(trace.tags ?? value.traceTags).filter((tag) => typeof tag === "string");
  tags.add("langfuse.tags", listed.join(","));
  return tags;
}
