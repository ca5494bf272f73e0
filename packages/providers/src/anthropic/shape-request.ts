import { addressOf, withQuery } from "../provider-address.ts";
import type { RequestShape } from "../provider-request.ts";

/** The version that Anthropic's API had when it was opened, and still serves. */
const ANTHROPIC_VERSION = "2023-06-01";
const VERSION_PREFIX = "/v1";

/** Anthropic's base URL has no version, but people add it. */
export const shapeAnthropicRequest: RequestShape = ({ provider, pathAndQuery }, headers) => {
  const { basePath, query } = addressOf(provider);
  if (provider.api_key !== undefined) headers["x-api-key"] = provider.api_key;
  headers["anthropic-version"] ??= ANTHROPIC_VERSION;
  const rest = basePath.endsWith(VERSION_PREFIX)
    ? pathAndQuery.slice(VERSION_PREFIX.length)
    : pathAndQuery;
  return { path: withQuery(basePath + rest, query), headers };
};
