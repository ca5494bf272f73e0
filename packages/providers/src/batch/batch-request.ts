import { HeadgateError, type ProviderConfig } from "@headgate/contract";
import { awsDomain } from "../bedrock/s3-address.ts";
import { configuredCredential } from "../bedrock/shape-request.ts";
import { signatureHeaders } from "../bedrock/sign-request.ts";
import { addressOf } from "../provider-address.ts";
import { type Credential, requestShapes } from "../provider-request.ts";
import type { BatchRequest } from "./batch-api.ts";

/** Where a request about a batch goes and with which headers; the caller sends the body as it is. */
export type AddressedBatchRequest = Readonly<{
  /** `https://host`, without a path. */
  origin: string;
  path: string;
  headers: Record<string, string | string[]>;
}>;

type BedrockConfig = Extract<ProviderConfig, { kind: "bedrock" }>;

const empty = Buffer.alloc(0);
/** The body is not hashed: it is streamed, and TLS keeps it whole. What S3 documents for that. */
const UNSIGNED = "UNSIGNED-PAYLOAD";

/**
 * Addresses and signs a request about a batch: to the provider's `base_url`, and at Bedrock to the control plane
 * and to S3, which `batch` in its configuration may name. Signatures hold for minutes: one is made for each try.
 *
 * @throws HeadgateError `batch_unsupported` without `batch` in Bedrock's configuration,
 *   `provider_credential_unavailable` without credentials to sign with
 */
export function batchRequest(
  provider: ProviderConfig,
  request: BatchRequest,
  credential?: Credential,
): AddressedBatchRequest {
  const headers: Record<string, string | string[]> = {
    ...request.headers,
    "accept-encoding": "identity",
  };
  const length = request.body instanceof Buffer ? request.body.length : request.contentLength;
  if (length !== undefined) headers["content-length"] = String(length);
  if (request.service !== "provider") return signed(provider, request, headers, credential);
  const input = {
    provider,
    pathAndQuery: request.path,
    headers: {},
    method: request.method,
    body: empty,
    ...(credential !== undefined && { credential }),
  };
  const shaped = requestShapes[provider.kind](input, headers);
  const origin = `${new URL(provider.base_url).protocol}//${addressOf(provider).host}`;
  return { origin, ...shaped };
}

function signed(
  provider: ProviderConfig,
  request: BatchRequest,
  headers: Record<string, string | string[]>,
  given: Credential | undefined,
): AddressedBatchRequest {
  if (provider.kind !== "bedrock" || provider.batch === undefined) {
    throw new HeadgateError(
      "batch_unsupported",
      "batch is missing from the provider's configuration.",
    );
  }
  const { region } = provider;
  const s3 = request.service === "s3";
  const url = new URL(s3 ? s3Address(provider, request) : controlAddress(provider, request));
  const path = url.pathname + url.search;
  const credential = given ?? configuredCredential(provider);
  if (credential?.kind !== "aws") {
    throw new HeadgateError("provider_credential_unavailable", "S3 takes signed requests only.");
  }
  const body = request.body instanceof Buffer ? request.body : empty;
  if (s3) headers["x-amz-content-sha256"] = UNSIGNED;
  const service = s3 ? ("s3" as const) : ("bedrock" as const);
  const signing = { credential, service, region, method: request.method, host: url.host, path };
  Object.assign(headers, signatureHeaders({ ...signing, headers, body, now: new Date() }));
  return { origin: url.origin, path, headers };
}

function controlAddress({ region, batch }: BedrockConfig, { path }: BatchRequest): string {
  return (
    (batch?.control_url ?? `https://bedrock.${region}.${awsDomain(region)}`).replace(/\/$/, "") +
    path
  );
}

/** A bucket with dots in its name has no host of its own that TLS would take. */
function s3Address({ region, batch }: BedrockConfig, { bucket = "", path }: BatchRequest): string {
  const host = `s3.${region}.${awsDomain(region)}`;
  if (batch?.s3_url !== undefined) return `${batch.s3_url.replace(/\/$/, "")}/${bucket}${path}`;
  return bucket.includes(".")
    ? `https://${host}/${bucket}${path}`
    : `https://${bucket}.${host}${path}`;
}
