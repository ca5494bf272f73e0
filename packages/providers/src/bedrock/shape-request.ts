import type { ProviderConfig } from "@headgate/contract";
import { addressOf, withQuery } from "../provider-address.ts";
import type { Credential, RequestShape } from "../provider-request.ts";
import { BEDROCK_PREFIX } from "./model-path.ts";
import { signatureHeaders } from "./sign-request.ts";

/** Bedrock's base URL has no path of its own; the client's prefix is ours. */
export const shapeBedrockRequest: RequestShape = (input, headers) => {
  const { provider, pathAndQuery, method, body } = input;
  const { host, basePath, query } = addressOf(provider);
  const path = withQuery(basePath + pathAndQuery.slice(BEDROCK_PREFIX.length), query);
  const credential = input.credential ?? configuredCredential(provider);
  if (credential?.kind === "bearer") headers.authorization = `Bearer ${credential.token}`;
  if (credential?.kind === "aws" && provider.kind === "bedrock") {
    const { region } = provider;
    const signing = { credential, region, method, host, path, headers, body, now: new Date() };
    Object.assign(headers, signatureHeaders(signing));
  }
  return { path, headers };
};

/** What the configuration itself says about who asks. */
export function configuredCredential(provider: ProviderConfig): Credential | undefined {
  if (provider.api_key !== undefined) return { kind: "bearer", token: provider.api_key };
  if (provider.kind !== "bedrock" || provider.aws_credentials === undefined) return undefined;
  const { access_key_id, secret_access_key, session_token } = provider.aws_credentials;
  return {
    kind: "aws",
    accessKeyId: access_key_id,
    secretAccessKey: secret_access_key,
    ...(session_token !== undefined && { sessionToken: session_token }),
  };
}
