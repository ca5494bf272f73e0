import type { IncomingHttpHeaders } from "node:http";
import { HeadgateError } from "@headgate/contract";
import { countTokens } from "./anthropic/count-tokens/wire.ts";
import { messages } from "./anthropic/messages/wire.ts";
import { anthropicModels } from "./anthropic/models/wire.ts";
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

const isModels = (path: string): boolean =>
  path === MODELS || (path.startsWith(`${MODELS}/`) && path.length > MODELS.length + 1);

/**
 * The API that a request speaks.
 *
 * @param path without the query
 * @throws HeadgateError `path_unknown`, or `method_not_allowed` with `details.allow`
 */
export function wireFor(method: string, path: string, headers: IncomingHttpHeaders): Wire {
  const wire = posts.get(path);
  if (wire !== undefined) {
    if (method !== "POST") throw notAllowed(path, "POST");
    return wire;
  }
  if (!isModels(path)) throw new HeadgateError("path_unknown", `${path}.`);
  if (method !== "GET") throw notAllowed(path, "GET");
  return modelsFor(headers);
}

/** A wire to shape errors with where {@link wireFor} found none: OpenAI's unless the request is Anthropic's. */
export function errorWireFor(path: string, headers: IncomingHttpHeaders): Wire {
  const wire = posts.get(path);
  if (wire !== undefined) return wire;
  if (path.startsWith("/v1/messages") || headers["anthropic-version"] !== undefined)
    return messages;
  return chatCompletions;
}

const notAllowed = (path: string, allow: string): HeadgateError =>
  new HeadgateError("method_not_allowed", `${path} takes ${allow}.`, { allow });
