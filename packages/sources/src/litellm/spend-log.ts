import { providerNamed } from "@headgate/pricing";
import { type JsonObject, readLitellmUsage, statedStopReason } from "@headgate/providers";
import { providerOfModel } from "../model/known-model.ts";
import { bodyOfInput, type LoggedBody, withPromptFacts } from "../prompts/logged-body.ts";
import type { PromptReader } from "../prompts/prompt-reader.ts";
import { decimalOf } from "../read/number-text.ts";
import { skipAt } from "../read/read-skip.ts";
import type { ExportRecord } from "../records/read-records.ts";
import { countOf, isSet, listIn, objectIn, textIn } from "../records/record-values.ts";
import { labelOf } from "../row/label-of.ts";
import { rowIds } from "../row/row-ids.ts";
import { TagCollector } from "../row/tag-collector.ts";
import { timeMsOf } from "../row/time-ms.ts";
import type { AttemptFacts, Found } from "../source.ts";

/** Ids that LiteLLM made itself say nothing of the provider's answer. */
const OWN_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

/** One row of LiteLLM's spend logs, or one payload of its loggers, as a row of the ledger. */
export function readSpendLog(
  { value, place }: ExportRecord,
  prompts: PromptReader | undefined,
): readonly Found[] {
  const id = textIn(value.request_id) ?? textIn(value.id);
  if (id === undefined) return [skipAt("identity_missing", place, "request_id")];
  const startedAtMs = timeMsOf(value.startTime);
  if (startedAtMs === undefined) return [skipAt("time_unreadable", place, "startTime")];
  const callType = textIn(value.call_type) ?? "";
  if (textIn(value.mcp_namespaced_tool_name) !== undefined || callType.includes("mcp")) {
    return [skipAt("not_a_call", place, "A call of a tool.")];
  }
  const metadata = objectIn(value.metadata) ?? {};
  const model = textIn(value.model);
  const group = textIn(value.model_group);
  const tags = tagsOf(value, metadata);
  const sessionId = labelOf(textIn(value.session_id));
  const key = textIn(value.api_key) ?? textIn(metadata.user_api_key_hash);
  const attempt: AttemptFacts = {
    ...rowIds("litellm", id),
    started_at_ms: startedAtMs,
    ...durations(value, startedAtMs),
    source: "litellm",
    operation: callType.includes("embedding") ? "embeddings" : "chat",
    provider: providerOf(value, model, startedAtMs),
    ...names(model, group),
    ...(!OWN_ID.test(id) && { response_id: id }),
    ...tierOf(callType, metadata),
    ...outcomeOf(value, metadata),
    ...usageOf(value, metadata),
    ...(key !== undefined && { key_id: key }),
    attribution: {
      ...labels({
        organisation:
          textIn(metadata.user_api_key_org_alias) ??
          textIn(value.organization_id) ??
          metadata.user_api_key_org_id,
        team: textIn(metadata.user_api_key_team_alias) ?? value.team_id,
        project: textIn(metadata.user_api_key_project_alias) ?? metadata.user_api_key_project_id,
        customer: value.end_user,
        user: textIn(value.user) ?? metadata.user_api_key_user_id,
      }),
      ...(sessionId !== undefined && { session: sessionId }),
    },
    tags: tags.tags,
  };
  const found: Found[] = [
    { kind: "attempt", attempt: withPromptFacts(attempt, prompts, () => loggedIn(value)) },
  ];
  for (const warning of tags.problems) found.push({ kind: "warning", warning, place });
  return found;
}

/** Kept where the proxy was told to (`store_prompts_in_spend_logs`): the body as it came, or the messages alone. */
function loggedIn(value: JsonObject): LoggedBody {
  const sent = objectIn(value.proxy_server_request);
  const settings = objectIn(value.model_parameters) ?? {};
  const asked = listIn(value.messages);
  const body =
    bodyOfInput(objectIn(sent?.body) ?? sent, {}) ??
    bodyOfInput(asked.length > 0 ? asked : objectIn(value.messages), settings);
  const [choice] = listIn(objectIn(value.response)?.choices);
  return { body, finishReason: statedStopReason(objectIn(choice)?.finish_reason) };
}

function providerOf(value: JsonObject, model: string | undefined, atMs: number): string {
  const stated = textIn(value.custom_llm_provider);
  if (stated !== undefined) return providerNamed(stated);
  return (model === undefined ? undefined : providerOfModel(model, atMs)) ?? "unknown";
}

/** The client asks for a group; the model is what LiteLLM sent on. */
function names(
  model: string | undefined,
  group: string | undefined,
): Pick<AttemptFacts, "request_model" | "sent_model"> {
  const asked = group ?? model;
  return {
    ...(asked !== undefined && { request_model: asked }),
    ...(model !== undefined && model !== asked && { sent_model: model }),
  };
}

function tierOf(
  callType: string,
  metadata: JsonObject,
): Pick<AttemptFacts, "service_tier"> | undefined {
  if (/batch/.test(callType)) return { service_tier: "batch" };
  const usage = objectIn(metadata.usage_object);
  const tier = usage?.speed === "fast" ? "fast" : textIn(usage?.service_tier);
  return tier === undefined ? undefined : { service_tier: tier };
}

function outcomeOf(
  value: JsonObject,
  metadata: JsonObject,
): Pick<AttemptFacts, "outcome" | "status"> {
  const failed = value.status === "failure" || metadata.status === "failure";
  if (!failed) return { outcome: "completed" };
  const code = textIn(objectIn(metadata.error_information)?.error_code);
  const status = code !== undefined && /^[45]\d\d$/.test(code) ? Number(code) : undefined;
  return { outcome: "provider_error", ...(status !== undefined && { status }) };
}

/**
 * The provider's usage in LiteLLM's form, with its details where they were kept. An answer out of LiteLLM's own
 * cache reached no provider: it used nothing there. Counts of 0 beside nothing are the columns' default.
 */
function usageOf(
  value: JsonObject,
  metadata: JsonObject,
): Pick<AttemptFacts, "usage" | "usage_origin" | "raw_usage" | "usage_violations"> {
  const columns = {
    prompt_tokens: countOf(value.prompt_tokens),
    completion_tokens: countOf(value.completion_tokens),
    total_tokens: countOf(value.total_tokens),
  };
  const raw = objectIn(metadata.usage_object) ?? columns;
  if (isSet(value.cache_hit)) {
    return { usage: { input: 0, output: 0 }, usage_origin: "provider", raw_usage: raw };
  }
  const isStated = [raw.prompt_tokens, raw.completion_tokens].some(
    (count) => typeof count === "number" && count > 0,
  );
  if (!isStated) return { usage: {}, usage_origin: "none" };
  const { usage, violations } = readLitellmUsage(raw);
  const contradiction =
    columns.prompt_tokens !== undefined &&
    typeof raw.prompt_tokens === "number" &&
    columns.prompt_tokens !== raw.prompt_tokens
      ? [`prompt_tokens ${columns.prompt_tokens} ≠ ${raw.prompt_tokens} of the usage object`]
      : [];
  const all = [...violations, ...contradiction];
  return {
    usage,
    usage_origin: "provider",
    raw_usage: raw,
    ...(all.length > 0 && { usage_violations: all }),
  };
}

function durations(
  value: JsonObject,
  startedAtMs: number,
): Pick<AttemptFacts, "duration_ms" | "time_to_first_token_ms"> {
  const endedAtMs = timeMsOf(value.endTime);
  const firstAtMs = timeMsOf(value.completionStartTime);
  const isStreamed = firstAtMs !== undefined && firstAtMs !== endedAtMs;
  return {
    ...(endedAtMs !== undefined &&
      endedAtMs >= startedAtMs && { duration_ms: endedAtMs - startedAtMs }),
    ...(isStreamed &&
      firstAtMs >= startedAtMs && { time_to_first_token_ms: firstAtMs - startedAtMs }),
  };
}

function tagsOf(value: JsonObject, metadata: JsonObject): TagCollector {
  const tags = new TagCollector();
  // To compare with: what LiteLLM made of its own price map, which is no charge.
  tags.add("litellm.spend", decimalOf(value.spend ?? value.response_cost));
  tags.add("litellm.call_type", value.call_type);
  tags.add("litellm.key_alias", textIn(metadata.user_api_key_alias));
  if (isSet(value.cache_hit)) tags.add("litellm.cache_hit", true);
  const plain: string[] = [];
  for (const tag of listIn(value.request_tags)) {
    const match = typeof tag === "string" ? /^([A-Za-z0-9_.-]{1,64})[:=](\S.*)$/.exec(tag) : null;
    if (match !== null) tags.add(match[1] ?? "", match[2]);
    else if (typeof tag === "string") plain.push(tag);
  }
  tags.add("litellm.request_tags", plain.join(","));
  tags.addAll(objectIn(metadata.spend_logs_metadata));
  return tags;
}

function labels<Name extends string>(
  values: Readonly<Record<Name, unknown>>,
): { [Key in Name]?: string } {
  const said: { [Key in Name]?: string } = {};
  for (const name in values) {
    const label = labelOf(textIn(values[name]));
    if (label !== undefined) said[name] = label;
  }
  return said;
}
