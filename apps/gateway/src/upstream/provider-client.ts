import type { ProviderConfig } from "@headgate/contract";
import { type PriceContext, priceContextOf, priceProviderOf } from "@headgate/pricing";
import { type CredentialSource, credentialFor } from "@headgate/upstream";
import {
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
} from "cockatiel";
import type { Logger } from "pino";
import { Pool } from "undici";

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
  credential?: CredentialSource;
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
