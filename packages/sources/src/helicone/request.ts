import { answeredRegion, providerNamed } from "@headgate/pricing";
import {
  type JsonObject,
  objectOrAbsent,
  readHeliconeUsage,
  readRecordedUsage,
  statedStopReason,
  statesUsage,
  textOrAbsent,
} from "@headgate/providers";
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

const counts = [
  "prompt_tokens",
  "completion_tokens",
  "prompt_cache_write_tokens",
  "prompt_cache_read_tokens",
  "prompt_audio_tokens",
  "completion_audio_tokens",
  "reasoning_tokens",
] as const;

/** ClickHouse keeps a cost as a whole number of 1e-9 dollars. */
const COST_PLACES = 9;

/** A request as Helicone's API, its export tool and its ClickHouse table write it: as a row of the ledger. */
export function readRequest(
  { value, place }: ExportRecord,
  prompts: PromptReader | undefined,
): readonly Found[] {
  const isHit = isCacheHit(value);
  const id = idOf(value, isHit);
  if (id === undefined) return [skipAt("identity_missing", place, "response_id, request_id")];
  const startedAtMs = timeMsOf(value.request_created_at ?? value.created_at);
  if (startedAtMs === undefined) return [skipAt("time_unreadable", place, "request_created_at")];
  const asked = textIn(value.request_model) ?? textIn(value.model_override);
  const answered = textIn(value.response_model) ?? textIn(value.model);
  const model = answered ?? asked;
  const stated = textIn(value.provider);
  const provider =
    (stated === undefined ? undefined : providerNamed(stated.toLowerCase())) ??
    (model === undefined ? undefined : providerOfModel(model, startedAtMs)) ??
    "unknown";
  const body = objectIn(value.response_body);
  const properties = objectIn(value.request_properties) ?? objectIn(value.properties);
  const tags = tagsOf(value, properties, isHit);
  const session = labelOf(textIn(properties?.["Helicone-Session-Id"]));
  const user = labelOf(textIn(value.request_user_id) ?? textIn(value.user_id));
  const account = textIn(value.organization_id);
  const duration = countOf(value.delay_ms ?? value.latency);
  const first = countOf(value.time_to_first_token);
  const answerId = textOrAbsent(body?.id);
  // The body of a hit is another request's answer: by its id that one's calls would be taken for this one.
  const responseId = isHit ? undefined : answerId;
  const attempt: AttemptFacts = {
    ...rowIds("helicone", id),
    started_at_ms: startedAtMs,
    ...(duration !== undefined && { duration_ms: duration }),
    ...(first !== undefined && first > 0 && { time_to_first_token_ms: first }),
    source: "helicone",
    operation: /embedding/i.test(textIn(value.request_path) ?? "") ? "embeddings" : "chat",
    provider,
    ...(asked !== undefined && { request_model: asked }),
    ...(answered !== undefined && { response_model: answered }),
    ...(responseId !== undefined && { response_id: responseId }),
    ...outcomeOf(value),
    ...usageOf(value, { body, isHit, model, provider }),
    attribution: {
      ...(session !== undefined && { session }),
      ...(user !== undefined && { user }),
      ...(account !== undefined && { organisation: labelOf(account) }),
    },
    tags: tags.tags,
  };
  const logged = (): LoggedBody => ({
    body: bodyOfInput(objectIn(value.request_body), {}),
    finishReason: statedStopReason(stopWordOf(body)),
  });
  const found: Found[] = [{ kind: "attempt", attempt: withPromptFacts(attempt, prompts, logged) }];
  if (textIn(value.request_id) === undefined && answerId === undefined) {
    found.push({ kind: "warning", warning: NO_OTHER_ID, place });
  }
  for (const warning of tags.problems) found.push({ kind: "warning", warning, place });
  return found;
}

/** In the word of whichever provider answered. */
function stopWordOf(answer: JsonObject | undefined): unknown {
  const [choice] = listIn(answer?.choices);
  return objectIn(choice)?.finish_reason ?? answer?.stop_reason;
}

const NOTHING_REFERRED = "00000000-0000-0000-0000-000000000000";
const NO_OTHER_ID =
  "The row has Helicone's id of the answer alone: what another source saw of the call cannot be told from it, and an answer out of the cache not from one of the provider's.";

/**
 * Helicone's own id of the answer, which all of its exports have: so that a request is one row, from whichever it
 * comes. Where there was no answer, and of answers out of the cache, it is the request's.
 */
function idOf(value: JsonObject, isHit: boolean): string | undefined {
  const request = textIn(value.request_id);
  const stated = textIn(value.response_id);
  const response = stated === NOTHING_REFERRED ? undefined : stated;
  return isHit ? (request ?? response) : (response ?? request);
}

/** A hit names the request whose answer it got; every other row names nobody. */
const isCacheHit = (value: JsonObject): boolean => {
  const reference = textIn(value.cache_reference_id);
  return reference !== undefined && reference !== NOTHING_REFERRED;
};

function outcomeOf(value: JsonObject): Pick<AttemptFacts, "outcome" | "status"> {
  const stated = value.response_status ?? value.status;
  if (stated === undefined || stated === null) return { outcome: "completed" };
  const status = Number(stated);
  // Marks of Helicone's own are negative: the answer is awaited, was cancelled, or was held back.
  if (!Number.isInteger(status) || status < 100 || status > 599) return { outcome: "interrupted" };
  return { outcome: status < 400 ? "completed" : "provider_error", status };
}

function usageOf(
  value: JsonObject,
  {
    body,
    isHit,
    model,
    provider,
  }: Readonly<{
    body: JsonObject | undefined;
    isHit: boolean;
    model: string | undefined;
    provider: string;
  }>,
): Pick<
  AttemptFacts,
  "usage" | "other_usage" | "usage_origin" | "raw_usage" | "usage_violations" | "region"
> {
  const raw: Record<string, unknown> = {};
  for (const name of counts) {
    const count = countOf(value[name]);
    if (count !== undefined) raw[name] = count;
  }
  if (isHit) return { usage: { input: 0, output: 0 }, usage_origin: "provider", raw_usage: raw };
  // The provider's own usage says what Helicone's counts include; it is there where bodies were exported.
  const own = objectOrAbsent(body?.usage) ?? objectOrAbsent(body?.usageMetadata);
  const ownRead =
    own === undefined
      ? undefined
      : readRecordedUsage({
          statements: [{ usage: own }],
          ...(model !== undefined && { model }),
        });
  if (ownRead?.kind === "read" && statesUsage(ownRead)) {
    const region = answeredRegion(provider, ownRead);
    return {
      ...stated(ownRead.usage, ownRead.violations, ownRead.raw),
      ...(ownRead.otherUsage !== undefined && { other_usage: ownRead.otherUsage }),
      ...(region !== undefined && { region }),
    };
  }
  const isCounted = counts.some((name) => typeof raw[name] === "number" && raw[name] > 0);
  if (!isCounted) return { usage: {}, usage_origin: "none" };
  const { usage, violations } = readHeliconeUsage({ ...raw, provider: value.provider });
  return stated(usage, violations, raw);
}

const stated = (
  usage: AttemptFacts["usage"],
  violations: readonly string[],
  raw: JsonObject,
): Pick<AttemptFacts, "usage" | "usage_origin" | "raw_usage" | "usage_violations"> => ({
  usage,
  usage_origin: "provider",
  raw_usage: raw,
  ...(violations.length > 0 && { usage_violations: [...violations] }),
});

function tagsOf(
  value: JsonObject,
  properties: JsonObject | undefined,
  isHit: boolean,
): TagCollector {
  const tags = new TagCollector();
  // To compare with: what Helicone made of its own prices, which is no charge.
  tags.add("helicone.cost_usd", costOf(value));
  if (isHit || isSet(value.cache_hit)) tags.add("helicone.cache_hit", true);
  tags.add("helicone.country", textIn(value.country_code));
  tags.addAll(properties);
  return tags;
}

/** `costUSD` is dollars. `cost` is ClickHouse's whole number, or dollars where it has a fraction. */
function costOf(value: JsonObject): string | undefined {
  const dollars = decimalOf(value.costUSD);
  if (dollars !== undefined) return dollars;
  const cost = decimalOf(value.cost);
  if (cost === undefined || cost.includes(".")) return cost;
  const digits = cost.padStart(COST_PLACES + 1, "0");
  const point = digits.length - COST_PLACES;
  return decimalOf(`${digits.slice(0, point)}.${digits.slice(point)}`.replace(/\.?0+$/, ""));
}
