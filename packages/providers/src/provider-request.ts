import type { IncomingHttpHeaders } from "node:http";
import { HEADGATE_HEADER_PREFIX, type ProviderConfig } from "@headgate/contract";
import type { Wire } from "./wire.ts";

/** Where and with which headers a call goes to its provider; the body and its length are the caller's. */
export type ProviderRequest = Readonly<{
  path: string;
  headers: Record<string, string | string[]>;
}>;

export type ProviderRequestInput = Readonly<{
  provider: ProviderConfig;
  wire: Wire;
  /** As the client sent it; begins with `/v1/`. */
  pathAndQuery: string;
  headers: IncomingHttpHeaders;
}>;

/**
 * Headers that end here. Hop-by-hop ones (RFC 9110 §7.6.1), those that the next connection sets for
 * itself, and everything that says who the client is: its key is ours, not the provider's, and the account
 * that is billed is the operator's, so a client's organization and project do not go with its key.
 */
const dropped: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "http2-settings",
  "expect",
  "host",
  "content-length",
  "accept-encoding",
  "authorization",
  "x-api-key",
  "api-key",
  "cookie",
  "openai-organization",
  "openai-project",
]);

/** The version that Anthropic's API had when it was opened, and still serves. */
const ANTHROPIC_VERSION = "2023-06-01";
const VERSION_PREFIX = "/v1";

/** Shapes a client's request for the provider that will answer it. */
export function providerRequest(input: ProviderRequestInput): ProviderRequest {
  const { provider, pathAndQuery } = input;
  const address = addressOf(provider);
  const headers = keptHeaders(input.headers);
  headers["accept-encoding"] = "identity";
  if (provider.kind === "anthropic") {
    if (provider.api_key !== undefined) headers["x-api-key"] = provider.api_key;
    headers["anthropic-version"] ??= ANTHROPIC_VERSION;
  } else if (provider.api_key !== undefined) {
    headers.authorization = `Bearer ${provider.api_key}`;
  }
  const rest = address.dropVersion ? pathAndQuery.slice(VERSION_PREFIX.length) : pathAndQuery;
  return { path: withQuery(address.basePath + rest, address.query), headers };
}

function keptHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  const named = namedByConnection(headers.connection);
  for (const name in headers) {
    if (dropped.has(name)) continue;
    if (name.startsWith(HEADGATE_HEADER_PREFIX) || name.startsWith("proxy-")) continue;
    if (named?.includes(name)) continue;
    const value = headers[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** The headers that `connection` declares hop-by-hop; nearly always there are none. */
function namedByConnection(connection: string | undefined): readonly string[] | undefined {
  if (connection === undefined || connection === "keep-alive" || connection === "close") {
    return undefined;
  }
  return connection.split(",").map((name) => name.trim().toLowerCase());
}

type Address = Readonly<{
  basePath: string;
  query: string;
  /** The base URL already has the version that begins the client's path. */
  dropVersion: boolean;
}>;

/** Base URLs are parsed once a configuration. */
const addresses = new WeakMap<ProviderConfig, Address>();

function addressOf(provider: ProviderConfig): Address {
  const known = addresses.get(provider);
  if (known !== undefined) return known;
  const url = new URL(provider.base_url);
  const basePath = url.pathname.endsWith("/") ? url.pathname.slice(0, -1) : url.pathname;
  const address = {
    basePath,
    query: url.search.slice(1),
    // An OpenAI base URL ends where the client's does; Anthropic's has no version, but people add it.
    dropVersion: provider.kind !== "anthropic" || basePath.endsWith(VERSION_PREFIX),
  };
  addresses.set(provider, address);
  return address;
}

const withQuery = (path: string, query: string): string => {
  if (query === "") return path;
  return `${path}${path.includes("?") ? "&" : "?"}${query}`;
};
