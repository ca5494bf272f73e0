import { HeadgateError } from "@headgate/contract";
import {
  isJsonObject,
  type JsonObject,
  type RequestTranslation,
  translateRequest,
} from "@headgate/providers";
import type { BatchItem } from "./item.ts";
import type { BatchProvider } from "./ports.ts";

/** Members that ask for a stream, which no batch has. */
const ofStreams = ["stream", "stream_options"] as const;

/** Formats whose requests name their model beside the body. */
const isNamedInPath = (format: BatchItem["format"]): boolean => format.startsWith("bedrock.");

const jsonOf = (item: BatchItem, body: Uint8Array): JsonObject => {
  const json: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
  if (isJsonObject(json)) return json;
  throw new HeadgateError("body_malformed", `The body of ${item.id} is no object.`);
};

/**
 * A request as a line of its provider's batch: the client's own members in the provider's format, for the model that it is
 * asked for, without a stream.
 *
 * @throws HeadgateError `body_invalid`, `provider_mismatch`
 */
export function lineOf(item: BatchItem, body: Uint8Array, provider: BatchProvider): JsonObject {
  const json = jsonOf(item, body);
  const written =
    item.format === item.target.format ? json : translationOf(item, json, provider).request.json;
  const line: Record<string, unknown> = { ...written };
  for (const member of ofStreams) delete line[member];
  return isNamedInPath(item.target.format) ? line : { ...line, model: item.target.model };
}

/** How a request is put into its provider's format, and its answer back. */
const translationOf = (
  item: BatchItem,
  json: JsonObject,
  provider: BatchProvider,
): RequestTranslation =>
  translateRequest({
    from: item.format,
    to: item.target.format,
    request: { model: item.model, stream: false, usageRequested: true, json },
    pathAndQuery: item.path,
    model: item.target.model,
    provider: provider.config,
  });

/** A provider's answer as the client reads it. */
export function resultOf(
  item: BatchItem,
  answer: Readonly<{ status: number; body: JsonObject }>,
  asked: Readonly<{ body: Uint8Array; provider: BatchProvider; nowMs: number }>,
): Readonly<{ status: number; body: Uint8Array }> {
  const bytes = Buffer.from(JSON.stringify(answer.body), "utf8");
  if (item.format === item.target.format) return { status: answer.status, body: bytes };
  const translation = translationOf(item, jsonOf(item, asked.body), asked.provider).answer({
    status: answer.status,
    stream: false,
    context: { callId: item.callId, model: item.model, nowMs: asked.nowMs, includeUsage: true },
  });
  translation.push(bytes);
  const written = translation.finish();
  if (written === undefined) {
    throw new HeadgateError("provider_mismatch", `The answer of ${item.id} came out empty.`);
  }
  return { status: translation.status, body: written };
}
