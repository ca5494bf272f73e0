import { providerNamed } from "@headgate/pricing";
import {
  type JsonObject,
  readLitellmUsage,
  readRecordedUsage,
  statedStopReason,
} from "@headgate/providers";
import { providerOfModel } from "../model/known-model.ts";
import { bodyOfInput, type LoggedBody, withPromptFacts } from "../prompts/logged-body.ts";
import type { PromptReader } from "../prompts/prompt-reader.ts";
import { decimalOf } from "../read/number-text.ts";
import { skipAt } from "../read/read-skip.ts";
import type { ExportRecord } from "../records/read-records.ts";
import { countOf, isSet, listIn, objectIn, textIn, withCounts } from "../records/record-values.ts";
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
  if (/(?:create|list|cancel|retrieve)_batch/.test(callType) && isWithoutUsage(value, metadata)) {
    return [skipAt("not_a_call", place, "A request about a batch, which used nothing itself.")];
  }
  const model = textIn(value.model);
  const group = textIn(value.model_group);
  const tags = tagsOf(value, metadata);
  const key = textIn(value.api_key) ?? textIn(metadata.user_api_key_hash);
  const ids = rowIds("litellm", id);
  const asked = group ?? model;
  const usage = usageOf(value, metadata);
  // One literal, absent members undefined: a log has millions of rows, and spreads cost more than reading.
  const attempt: AttemptFacts = {
    row_id: ids.row_id,
    call_id: ids.call_id,
    started_at_ms: startedAtMs,
    duration_ms: durationOf(value, startedAtMs),
    time_to_first_token_ms: firstTokenOf(value, startedAtMs),
    source: "litellm",
    operation: callType.includes("embedding") ? "embeddings" : "chat",
    provider: providerOf(value, model, startedAtMs),
    // The client asks for a group; the model is what LiteLLM sent on.
    request_model: asked,
    sent_model: model === asked ? undefined : model,
    response_id: OWN_ID.test(id) ? undefined : id,
    service_tier: tierOf(callType, metadata),
    outcome: hasFailed(value, metadata) ? "provider_error" : "completed",
    status: hasFailed(value, metadata) ? statusOf(metadata) : undefined,
    usage_origin: usage.origin,
    usage: usage.usage,
    raw_usage: usage.raw,
    usage_violations: usage.violations,
    key_id: key,
    attribution: labels({
      organisation:
        textIn(metadata.user_api_key_org_alias) ??
        textIn(value.organization_id) ??
        metadata.user_api_key_org_id,
      team: textIn(metadata.user_api_key_team_alias) ?? value.team_id,
      project: textIn(metadata.user_api_key_project_alias) ?? metadata.user_api_key_project_id,
      customer: value.end_user,
      user: textIn(value.user) ?? metadata.user_api_key_user_id,
      session: value.session_id,
    }),
    tags: tags.tags,
  };
  const found: Found[] = [
    { kind: "attempt", attempt: withPromptFacts(attempt, prompts, () => loggedIn(value)) },
  ];
  if (callType.includes("retrieve_batch")) {
    found.push({ kind: "warning", warning: WHOLE_BATCH, place });
  }
  for (const warning of tags.problems) found.push({ kind: "warning", warning, place });
  return found;
}

const WHOLE_BATCH =
  "A row stands for a whole batch (retrieve_batch): where the batch's results are imported too, it counts twice.";

const isWithoutUsage = (value: JsonObject, metadata: JsonObject): boolean =>
  !hasFailed(value, metadata) && usageOf(value, metadata).origin === "none";

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

function tierOf(callType: string, metadata: JsonObject): string | undefined {
  if (callType.includes("batch")) return "batch";
  const usage = objectIn(metadata.usage_object);
  return usage?.speed === "fast" ? "fast" : textIn(usage?.service_tier);
}

const hasFailed = (value: JsonObject, metadata: JsonObject): boolean =>
  value.status === "failure" || metadata.status === "failure";

/** The HTTP status of a failure, where it was kept. */
function statusOf(metadata: JsonObject): number | undefined {
  const code = textIn(objectIn(metadata.error_information)?.error_code);
  return code !== undefined && /^[45]\d\d$/.test(code) ? Number(code) : undefined;
}

type SpendUsage = Readonly<{
  usage: AttemptFacts["usage"];
  origin: AttemptFacts["usage_origin"];
  raw?: AttemptFacts["raw_usage"];
  violations?: AttemptFacts["usage_violations"];
}>;

/** Whether an object counts something under the names of a chat completion. */
const isStated = (raw: JsonObject): boolean =>
  [raw.prompt_tokens, raw.completion_tokens].some(
    (count) => typeof count === "number" && count > 0,
  );

/**
 * The provider's usage in LiteLLM's form, with its details where they were kept. An answer out of LiteLLM's own
 * cache reached no provider: it used nothing there. Counts of 0 beside nothing are the columns' default.
 */
function usageOf(value: JsonObject, metadata: JsonObject): SpendUsage {
  const columns = {
    prompt_tokens: countOf(value.prompt_tokens),
    completion_tokens: countOf(value.completion_tokens),
    total_tokens: countOf(value.total_tokens),
  };
  const stated = objectIn(metadata.usage_object);
  const object = stated === undefined ? undefined : withCounts(stated);
  if (isSet(value.cache_hit)) {
    return { usage: { input: 0, output: 0 }, origin: "provider", raw: object ?? columns };
  }
  const other = object === undefined || isStated(object) ? undefined : ofOtherShape(object);
  if (other !== undefined) return other;
  const raw = object !== undefined && isStated(object) ? object : columns;
  if (!isStated(raw)) return { usage: {}, origin: "none" };
  const { usage, violations } = readLitellmUsage(raw);
  const contradiction =
    columns.prompt_tokens !== undefined &&
    typeof raw.prompt_tokens === "number" &&
    columns.prompt_tokens !== raw.prompt_tokens
      ? [`prompt_tokens ${columns.prompt_tokens} ≠ ${raw.prompt_tokens} of the usage object`]
      : [];
  const all = [...violations, ...contradiction];
  return { usage, origin: "provider", raw, violations: all.length === 0 ? undefined : all };
}

/** Images, responses and transcriptions keep their own form (`input_tokens`); `{}` is none, and the columns count. */
function ofOtherShape(object: JsonObject): SpendUsage | undefined {
  const read = readRecordedUsage({ statements: [{ usage: object }] });
  if (
    read.kind === "unread" ||
    !Object.values(read.usage).some((count) => count !== undefined && count > 0)
  ) {
    return undefined;
  }
  const violations = [...read.violations];
  return {
    usage: read.usage,
    origin: "provider",
    raw: object,
    violations: violations.length === 0 ? undefined : violations,
  };
}

function durationOf(value: JsonObject, startedAtMs: number): number | undefined {
  const endedAtMs = timeMsOf(value.endTime);
  return endedAtMs === undefined ? undefined : notBefore(startedAtMs, endedAtMs);
}

/** The first token of an answer that came whole came with its end. */
function firstTokenOf(value: JsonObject, startedAtMs: number): number | undefined {
  const firstAtMs = timeMsOf(value.completionStartTime);
  if (firstAtMs === undefined || firstAtMs === timeMsOf(value.endTime)) return undefined;
  return notBefore(startedAtMs, firstAtMs);
}

const notBefore = (startedAtMs: number, atMs: number): number | undefined =>
  atMs >= startedAtMs ? atMs - startedAtMs : undefined;

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
