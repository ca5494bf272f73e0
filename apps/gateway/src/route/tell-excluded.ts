import { excludedByRoutes, type HeadgateConfig } from "@headgate/contract";
import type { Logger } from "pino";

/** Tells what policies name for the choice of models and exclude themselves: it is not asked, and no call fails by that. */
export function tellExcluded(config: HeadgateConfig, log: Logger): void {
  for (const { policy, place, message } of excludedByRoutes(config)) {
    log.warn({ policy, place }, message);
  }
}
