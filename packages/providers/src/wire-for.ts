import type { IncomingHttpHeaders } from "node:http";
import { HeadgateError } from "@headgate/contract";
import { countTokens } from "./anthropic/count-tokens/wire.ts";
import { messages } from "./anthropic/messages/wire.ts";
import { anthropicModels } from "./anthropic/models/wire.ts";
import { AZURE_PREFIX } from "./azure/azure-path.ts";
import { azureWireFor } from "./azure/wire-for-path.ts";
import { converse } from "./bedrock/converse/wire.ts";
import { invokeModelWire } from "./bedrock/invoke-model/wire.ts";
import { BEDROCK_PREFIX, readBedrockPath } from "./bedrock/model-path.ts";
import { GEMINI_PREFIX } from "./gemini/model-path.ts";
import { geminiErrorWire, geminiWireFor } from "./gemini/wire-for-path.ts";
import { chatCompletions } from "./openai/chat-completions/wire.ts";
import { embeddings } from "./openai/embeddings/wire.ts";
import { openaiModels } from "./openai/models/wire.ts";
import { responses } from "./openai/responses/wire.ts";
import type { Wire } from "./wire.ts";

const posts: ReadonlyMap<string, Wire> = new Map([
  ["/v1/chat/completions", chatCompletions],
  ["/v1/responses", responses],
  ["/v1/embeddings", embeddings],
  ["/v1/messages", messages],
  ["/v1/messages/count_tokens", countTokens],
]);

const MODELS = "/v1/models";

/** Anthropic's clients always name their API version; OpenAI's never do. */
const modelsFor = (headers: IncomingHttpHeaders): Wire =>
  headers["anthropic-version"] === undefined ? openaiModels : anthropicModels;

/** Escaped dots, and what some servers take for a slash. */
const disguised = /%2e|%5c|\\/i;
/** An empty segment, or one that leads upwards or nowhere; some servers cut a segment at its semicolon. */
const misleading = /^\.{0,2}(?:;|$)/;

/**
 * The id goes on to the provider as it came, with the operator's key: one that a server could resolve to
 * another path is no id. Slashes are part of many; OpenAI's own clients escape them.
 */
const isModels = (path: string): boolean => {
  if (path === MODELS) return true;
  if (!path.startsWith(`${MODELS}/`) || disguised.test(path)) return false;
  const segments = path.slice(MODELS.length + 1).split(/\/|%2f/i);
  return !segments.some((segment) => misleading.test(segment));
};

const isBelow = (prefix: string, path: string): boolean =>
  path.startsWith(`${prefix}/`) || path === prefix;
const prefixes = ["/v1", BEDROCK_PREFIX, GEMINI_PREFIX, AZURE_PREFIX];

/** Whether a path belongs to an API of models, known or not. */
export const isModelPath = (path: string): boolean =>
  prefixes.some((prefix) => isBelow(prefix, path));

/**
 * The API that a request speaks.
 *
 * @param path without the query
 * @param query without its question mark; some formats choose the form of a stream there
 * @throws HeadgateError `path_unknown`, or `method_not_allowed` with `details.allow`
 */
export function wireFor(
  method: string,
  path: string,
  headers: IncomingHttpHeaders,
  query = "",
): Wire {
  const wire = posts.get(path);
  if (wire !== undefined) {
    if (method !== "POST") throw notAllowed(path, "POST");
    return wire;
  }
  const bedrock = readBedrockPath(path);
  if (bedrock !== undefined) {
    if (method !== "POST") throw notAllowed(path, "POST");
    return bedrock.format === "bedrock.converse" ? converse : invokeModelWire(bedrock.model);
  }
  const other = geminiWireFor(path, query) ?? azureWireFor(path);
  if (other !== undefined) {
    if (method !== other.method) throw notAllowed(path, other.method);
    return other.wire;
  }
  if (!isModels(path)) throw new HeadgateError("path_unknown", `${path}.`);
  if (method !== "GET") throw notAllowed(path, "GET");
  return modelsFor(headers);
}

/** A wire to shape errors with where {@link wireFor} found none: OpenAI's unless the request is another's. */
export function errorWireFor(path: string, headers: IncomingHttpHeaders): Wire {
  const wire = posts.get(path);
  if (wire !== undefined) return wire;
  if (isBelow(BEDROCK_PREFIX, path)) return converse;
  if (isBelow(GEMINI_PREFIX, path)) return geminiErrorWire(path);
  if (path.startsWith("/v1/messages") || headers["anthropic-version"] !== undefined)
    return messages;
  return chatCompletions;
}

const notAllowed = (path: string, allow: string): HeadgateError =>
  new HeadgateError("method_not_allowed", `${path} takes ${allow}.`, { allow });
