import { INVOCATION_METRICS } from "../bedrock/invoke-model/usage.ts";
import { isJsonObject, type JsonObject, objectOrAbsent, textOrAbsent } from "../json-values.ts";
import { recogniseUsage, type UsageShapeName } from "../usage-shapes/usage-shapes.ts";

/** Answers that state tokens or nothing at all, and are free. */
export const unbilledApis = {
  /** As https://community.openai.com/t/does-post-responses-input-tokens-cost-money/1380071 says, read 2026-11-28. */
  "openai.moderations": "moderation is free of charge",
  /** Anthropic's page, as quoted in https://pkg.go.dev/github.com/rollwagen/ilconte, read 2026-11-28. */
  "anthropic.count_tokens": "counting tokens is not billed",
  /**
   * Google's answers on billing, as quoted in
   * https://discuss.ai.google.dev/t/direct-gemini-developer-api-counttokens-free-tier-billing-and-quota-clarification/190706,
   * read 2026-11-28.
   */
  "gemini.count_tokens": "counting tokens is not billed",
} as const;
export type UnbilledApi = keyof typeof unbilledApis;

export type RecordedApi = UsageShapeName | UnbilledApi;

/** The kinds of object that name their API themselves. */
const byObject: Readonly<Record<string, RecordedApi>> = {
  "chat.completion": "openai.chat_completions",
  "chat.completion.chunk": "openai.chat_completions",
  text_completion: "openai.chat_completions",
  "thread.run": "openai.runs",
  response: "openai.responses",
};

/** The API that gave an answer, as its members tell; `undefined` where none is known by them. */
export function tellApi(objects: readonly JsonObject[]): RecordedApi | undefined {
  for (const object of objects) {
    const api = fromMembers(object);
    if (api !== undefined) return api;
  }
  for (const object of objects) {
    const usage = usageIn(object);
    const shape = usage === undefined ? undefined : recogniseUsage(usage);
    if (shape !== undefined) return shape;
  }
  return undefined;
}

function fromMembers(object: JsonObject): RecordedApi | undefined {
  const kind = textOrAbsent(object.object);
  if (kind !== undefined && Object.hasOwn(byObject, kind)) return byObject[kind];
  const type = textOrAbsent(object.type);
  if (type === "message" || type === "message_start") return "anthropic.messages";
  if (type === "speech.audio.done") return "openai.speech";
  if (type === "transcript.text.done") return "openai.transcriptions";
  if (type?.startsWith("response.") === true) return "openai.responses";
  if (isJsonObject(object.usageMetadata)) return "gemini.generate_content";
  if (object[INVOCATION_METRICS] !== undefined) return "bedrock.invoke_model";
  if (isJsonObject(object.metadata) && isJsonObject(object.metadata.usage))
    return "bedrock.converse";
  if (object.usage !== undefined || object.meta !== undefined) return undefined;
  if (Array.isArray(object.results) && object.results.some(isModeration))
    return "openai.moderations";
  if (typeof object.totalTokens === "number") return "gemini.count_tokens";
  const members = Object.keys(object).filter((member) => member !== "context_management");
  if (members.length === 1 && members[0] === "input_tokens") return "anthropic.count_tokens";
  return recogniseUsage(object) === "bedrock.invoke_model" ? "bedrock.invoke_model" : undefined;
}

const isModeration = (result: unknown): boolean =>
  isJsonObject(result) && typeof result.flagged === "boolean";

/** Where an answer, or an event of one, states usage. */
export const usageIn = (object: JsonObject): JsonObject | undefined =>
  objectOrAbsent(object.usage) ??
  objectOrAbsent(object.usageMetadata) ??
  objectOrAbsent(object.meta) ??
  objectOrAbsent(objectOrAbsent(object.delta)?.usage) ??
  objectOrAbsent(objectOrAbsent(object.response)?.usage) ??
  objectOrAbsent(objectOrAbsent(object.response)?.meta);
