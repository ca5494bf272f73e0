import type { IncomingHttpHeaders } from "node:http";
import { HEADGATE_HEADER_PREFIX, type ProviderConfig } from "@headgate/contract";
import { shapeAnthropicRequest } from "./anthropic/shape-request.ts";
import { shapeAzureRequest } from "./azure/shape-request.ts";
import { shapeBedrockRequest } from "./bedrock/shape-request.ts";
import { shapeGeminiRequest } from "./gemini/shape-request.ts";
import { shapeOpenaiRequest } from "./openai/shape-request.ts";
import { shapeVertexRequest } from "./vertex/shape-request.ts";
import type { Wire } from "./wire.ts";

/** Where and with which headers a call goes to its provider; the body and its length are the caller's. */
export type ProviderRequest = Readonly<{
  path: string;
  headers: Record<string, string | string[]>;
}>;

export type ProviderRequestInput = Readonly<{
  provider: ProviderConfig;
  wire: Wire;
  /** As the client sent it; begins with `/v1/`, or with the prefix of another API, as `/bedrock/`. */
  pathAndQuery: string;
  headers: IncomingHttpHeaders;
  method: "GET" | "POST";
  /** What will be sent, for providers that want it signed. */
  body: Buffer;
  /** What is asked for, for providers whose paths name it. */
  model?: string;
  /** What proves who pays, where a fixed key in the configuration does not. */
  credential?: Credential;
}>;

/** A credential that the gateway fetched and renews. */
export type Credential =
  | Readonly<{ kind: "bearer"; token: string }>
  | Readonly<{
      kind: "aws";
      accessKeyId: string;
      secretAccessKey: string;
      sessionToken?: string;
    }>;

/** How a kind of provider wants to be asked: where, as whom. `headers` are the client's, cleaned. */
export type RequestShape = (
  input: Omit<ProviderRequestInput, "wire" | "method"> & Readonly<{ method: string }>,
  headers: Record<string, string | string[]>,
) => ProviderRequest;

export const requestShapes: Readonly<Record<ProviderConfig["kind"], RequestShape>> = {
  openai: shapeOpenaiRequest,
  "openai-compatible": shapeOpenaiRequest,
  anthropic: shapeAnthropicRequest,
  bedrock: shapeBedrockRequest,
  gemini: shapeGeminiRequest,
  vertex: shapeVertexRequest,
  "azure-openai": shapeAzureRequest,
};

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
  "x-goog-api-key",
  "x-goog-user-project",
  "cookie",
  // A client's own AWS signature and session.
  "x-amz-date",
  "x-amz-security-token",
  "x-amz-content-sha256",
  "openai-organization",
  "openai-project",
]);

/** Shapes a client's request for the provider that will answer it. */
export function providerRequest(input: ProviderRequestInput): ProviderRequest {
  const headers = keptHeaders(input.headers);
  headers["accept-encoding"] = "identity";
  return requestShapes[input.provider.kind](input, headers);
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
