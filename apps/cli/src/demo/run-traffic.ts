import type { DemoKey } from "./demo-keys.ts";

/** Stub until the simulator's traffic is there. */
export function runTraffic(_options: {
  gatewayUrl: string;
  keys: readonly DemoKey[];
  seed: number;
  callsPerSecond: number;
}): () => Promise<void> {
  return async () => undefined;
}
