import { isLoopbackName } from "../loopback.ts";
import type { HeadgateConfig } from "./schema.ts";

/**
 * Three looks of a balancer that asks `/readyz` every second or two, and half of the ten seconds after which `docker stop` kills:
 * the other half is for calls under way.
 */
const BEHIND_A_BALANCER_MS = 5_000;

/**
 * How long a gateway that is stopped goes on taking calls while `/readyz` says 503 already, in milliseconds. Where nothing is
 * said, a gateway that this machine alone can reach ends at once: nobody there has to notice.
 */
export const drainGraceMs = ({
  listen,
  limits,
}: Pick<HeadgateConfig, "listen" | "limits">): number =>
  limits.drain_grace_ms ?? (isLoopbackName(listen.host) ? 0 : BEHIND_A_BALANCER_MS);
