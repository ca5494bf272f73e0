import { counted } from "@headgate/contract";
import { startTraffic } from "@headgate/simulator";
import { talk } from "../command-line/terminal.ts";
import type { DemoKey } from "./demo-keys.ts";

/**
 * Plays the simulated company's calls through the gateway.
 * @returns stops them, and says what became of those that were not made
 */
export function runTraffic(options: {
  gatewayUrl: string;
  keys: readonly DemoKey[];
  seed: number;
  callsPerSecond: number;
}): () => Promise<void> {
  const traffic = startTraffic({
    ...options,
    onProblem: (message) => talk(`Simulated traffic: ${message}`),
  });
  return async () => {
    await traffic.stop();
    const { leftOut } = traffic.stats();
    if (leftOut > 0)
      talk(
        `Simulated traffic: ${counted(leftOut, "call was", "calls were")} left out, too many at once.`,
      );
  };
}
