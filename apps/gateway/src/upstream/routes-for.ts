import { isDeepStrictEqual } from "node:util";
import type { HeadgateConfig } from "@headgate/contract";
import type { Logger } from "pino";
import type { Routes } from "../call/plan-targets.ts";
import { tellExcluded } from "../route/tell-excluded.ts";
import { type ProviderClient, providerClient } from "./provider-client.ts";

/**
 * A provider whose configuration did not change keeps its connections and the state of its circuit. What policies name and exclude
 * themselves is told.
 */
export function routesFor(config: HeadgateConfig, before: Routes | undefined, log: Logger): Routes {
  tellExcluded(config, log);
  const providers = Object.entries(config.providers).map(([name, provider]) => {
    const known = before?.providers.get(name);
    const same =
      known !== undefined &&
      isDeepStrictEqual(known.config, provider) &&
      isDeepStrictEqual(known.breakerLimits, config.circuit_breaker);
    const client = same ? known : providerClient(name, provider, config.circuit_breaker, log);
    return [name, client] as const;
  });
  return { providers: new Map(providers), models: config.models };
}

/** Lets calls under way end first; what goes wrong is told. */
export function closeConnections({ name, pool }: ProviderClient, log: Logger): void {
  pool.close().catch((error: unknown) => {
    log.warn({ provider: name, error: String(error) }, "connections did not close cleanly");
  });
}
