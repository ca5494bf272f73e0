import type { ProviderConfig } from "@headgate/contract";
import type { Credential } from "@headgate/providers";
import type { Logger } from "pino";
import { awsCredentialSource } from "./aws-credential-source.ts";
import { googleCredentialSource } from "./google-credential-source.ts";
import { renewedCredential } from "./renewed-credential.ts";

/** What proves who pays: at hand, or fetched. */
export type CredentialSource = () => Credential | Promise<Credential>;

/**
 * Where the configuration names none, Bedrock and Vertex are asked with the machine's own credentials; `undefined` where it
 * names one, or the provider needs none beside its key.
 */
export function credentialFor(
  name: string,
  config: ProviderConfig,
  log: Logger,
): CredentialSource | undefined {
  if (config.kind === "vertex") {
    const { api_key, access_token, credentials_file } = config;
    if (api_key !== undefined || access_token !== undefined) return undefined;
    return renewedCredential(name, googleCredentialSource(credentials_file), log);
  }
  if (config.kind !== "bedrock") return undefined;
  const { api_key, aws_credentials, aws_profile } = config;
  if (api_key !== undefined || aws_credentials !== undefined) return undefined;
  return renewedCredential(name, awsCredentialSource(aws_profile), log);
}
