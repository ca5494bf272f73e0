import { readMessagesUsage } from "../anthropic/messages/usage.ts";
import { readFamilyUsage } from "../bedrock/invoke-model/family-usage.ts";
import { INVOCATION_METRICS, readInvokeModelUsage } from "../bedrock/invoke-model/usage.ts";
import { isJsonObject, type JsonObject, objectOrAbsent, textOrAbsent } from "../json-values.ts";
import { statesUsage, type UsageReading } from "../meter.ts";
import { recogniseUsage, type UsageShapeName, usageShapes } from "../usage-shapes/usage-shapes.ts";

/** One line of a batch's results. All that was billed was billed at the batch price. */
export type BatchLineReading =
  | Readonly<
      {
        kind: "answered";
        /** The client's own id of the request: results come in any order. */
        customId: string;
        responseModel?: string;
        raw: JsonObject;
      } & UsageReading
    >
  /** The request failed, was cancelled or expired: it is not billed. */
  | Readonly<{ kind: "failed"; customId: string; reason: string }>
  | Readonly<{ kind: "unread"; reason: string }>;

/**
 * Reads one line of the results of a batch, whoever ran it:
 * OpenAI's `{custom_id, response: {status_code, body}, error}`
 * (https://developers.openai.com/api/docs/guides/batch, not read again: its client has no type of a line), Anthropic's
 * `{custom_id, result: {type, message}}`
 * (`MessageBatchIndividualResponse` in https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0) and Bedrock's
 * `{recordId, modelOutput | error}`
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-results.html), both read
 * 2026-11-28.
 * Never throws.
 */
export function readBatchLine(line: unknown): BatchLineReading {
  if (!isJsonObject(line)) return { kind: "unread", reason: "the line is not a JSON object" };
  if (textOrAbsent(line.recordId) !== undefined) return bedrockLine(line, String(line.recordId));
  const customId = textOrAbsent(line.custom_id);
  if (customId === undefined) return { kind: "unread", reason: "it has no custom_id or recordId" };
  const result = objectOrAbsent(line.result);
  return result === undefined ? openaiLine(line, customId) : anthropicLine(result, customId);
}

function openaiLine(line: JsonObject, customId: string): BatchLineReading {
  const error = objectOrAbsent(line.error);
  if (error !== undefined) return failed(customId, error);
  const response = objectOrAbsent(line.response);
  const body = objectOrAbsent(response?.body);
  if (response === undefined || body === undefined) {
    return { kind: "unread", reason: `${customId}: it has neither a response nor an error` };
  }
  if (response.status_code !== 200) {
    return failed(
      customId,
      objectOrAbsent(body.error) ?? { code: `HTTP ${String(response.status_code)}` },
    );
  }
  const usage = objectOrAbsent(body.usage);
  const shape = usage === undefined ? undefined : recogniseUsage(usage);
  if (usage === undefined || shape === undefined) {
    return { kind: "unread", reason: `${customId}: its response states no usage that is known` };
  }
  const model = textOrAbsent(body.model);
  const read = usageShapes[shape satisfies UsageShapeName].read(usage, model);
  return answered(customId, model, usage, read);
}

function anthropicLine(result: JsonObject, customId: string): BatchLineReading {
  const message = objectOrAbsent(result.message);
  const usage = objectOrAbsent(message?.usage);
  if (result.type !== "succeeded") {
    const outer = objectOrAbsent(result.error);
    return failed(customId, objectOrAbsent(outer?.error) ?? outer ?? { type: result.type });
  }
  if (usage === undefined)
    return { kind: "unread", reason: `${customId}: its message has no usage` };
  const model = textOrAbsent(message?.model);
  return answered(customId, model, usage, readMessagesUsage(usage, model));
}

function bedrockLine(line: JsonObject, customId: string): BatchLineReading {
  const output = objectOrAbsent(line.modelOutput);
  if (output === undefined) return failed(customId, objectOrAbsent(line.error) ?? {});
  const model = textOrAbsent(output.model);
  const usage = objectOrAbsent(output.usage);
  const family = usage === undefined ? readFamilyUsage(output) : undefined;
  if (family !== undefined) return answered(customId, model, output, family);
  const raw = { usage, [INVOCATION_METRICS]: output[INVOCATION_METRICS] };
  const read = readInvokeModelUsage(raw, model);
  return statesUsage(read)
    ? answered(customId, model, usage ?? output, read)
    : { kind: "unread", reason: `${customId}: its output states no usage that is known` };
}

const answered = (
  customId: string,
  model: string | undefined,
  raw: JsonObject,
  read: UsageReading,
): BatchLineReading => ({
  kind: "answered",
  customId,
  ...(model !== undefined && { responseModel: model }),
  raw,
  ...read,
});

const failed = (customId: string, error: JsonObject): BatchLineReading => ({
  kind: "failed",
  customId,
  reason:
    [error.type, error.code, error.errorCode, error.message, error.errorMessage]
      .filter((part) => typeof part === "string" || typeof part === "number")
      .join(": ") || "no reason is stated",
});
