import type { ProviderConfig } from "@headgate/contract";
import { priceProviderOf } from "@headgate/pricing";
import type { Credential } from "@headgate/providers";
import {
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
} from "cockatiel";
import type { Logger } from "pino";
import { Pool } from "undici";
import { awsCredentialSource } from "./aws-credential-source.ts";
import { googleCredentialSource } from "./google-credential-source.ts";
import { type PriceContext, priceContextOf } from "./price-context.ts";
import { renewedCredential } from "./renewed-credential.ts";

/** A configured provider with its connections and its circuit breaker. */
export type ProviderClient = Readonly<{
  name: string;
  config: ProviderConfig;
  /** Under whose name its prices stand in the price book. */
  priceProvider: string;
  priceContext: PriceContext;
  pool: Pool;
  breaker: CircuitBreakerPolicy;
  /** What proves who pays, where the configuration has no fixed key: at hand, or fetched. */
  credential?: () => Credential | Promise<Credential>;
  breakerLimits: BreakerLimits;
}>;

export type BreakerLimits = Readonly<{ failures: number; open_ms: number }>;

/** Opens the connection pool of a provider; connections are made when calls need them. */
export function providerClient(
  name: string,
  config: ProviderConfig,
  breakerLimits: BreakerLimits,
  log: Logger,
): ProviderClient {
  const credential = credentialFor(name, config, log);
  return {
    name,
    config,
    priceProvider: priceProviderOf(name, config),
    priceContext: priceContextOf(config),
    pool: new Pool(new URL(config.base_url).origin, {
      connect: { timeout: config.connect_timeout_ms },
      headersTimeout: config.first_byte_timeout_ms,
      bodyTimeout: config.idle_timeout_ms,
      pipelining: 1,
    }),
    breaker: circuitBreaker(handleAll, {
      halfOpenAfter: breakerLimits.open_ms,
      breaker: new ConsecutiveBreaker(breakerLimits.failures),
    }),
    breakerLimits,
    ...(credential !== undefined && { credential }),
  };
}

/** Where the configuration names none, Bedrock and Vertex are asked with the machine's own credentials. */
function credentialFor(
  name: string,
  config: ProviderConfig,
  log: Logger,
): ProviderClient["credential"] {
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
