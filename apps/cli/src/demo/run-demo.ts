import { configSchema, counted } from "@headgate/contract";
import type { ExitCode } from "../command-line/command.ts";
import { talk } from "../command-line/terminal.ts";
import { dataDirectoryPath } from "../management/data-directory.ts";
import { executables } from "../supervisor/executables.ts";
import { freePort } from "../supervisor/ports.ts";
import { type Companion, runHeadgate } from "../supervisor/run-headgate.ts";
import { type ListenFlags, withOverrides } from "../supervisor/start-plan.ts";
import { SupervisedChild } from "../supervisor/supervised-child.ts";
import { demoConfig } from "./demo-config.ts";
import { type DemoHistory, writeDemoHistory } from "./demo-history.ts";
import { type DemoKey, demoKeys } from "./demo-keys.ts";
import { runTraffic } from "./run-traffic.ts";
import { sendOutcomes } from "./send-outcomes.ts";

export type DemoOptions = Readonly<{
  flags: ListenFlags;
  data: string | undefined;
  json: boolean;
  verbose: boolean;
  /** Whether the simulated team makes calls; it does unless said. */
  traffic?: boolean;
  callsPerSecond?: number | undefined;
  /** How many days of simulated calls there are before today; none unless said. */
  history?: number | undefined;
  seed?: number | undefined;
}>;

const SIMULATOR_STOP_MS = 5_000;
const SEED = 1;
const CALLS_PER_SECOND = 4;
/** Beside a history of some hundred calls a day, so that today is no anomaly of its own. */
const QUIET_CALLS_PER_SECOND = 0.1;
const LATENCY_MS = 250;
const TOKEN_INTERVAL_MS = 4;

/** Headgate with a simulator for its providers and the calls of a simulated team. */
export function runDemo(options: DemoOptions): Promise<ExitCode> {
  const { flags, json, verbose } = options;
  const dataDirectory = dataDirectoryPath(options.data, process.env, ".headgate/demo");
  const { listen } = withOverrides(configSchema.parse({}), process.env, flags);
  return runHeadgate({
    mode: "demo",
    dataDirectory,
    configSource: "demo",
    listen,
    json,
    verbose,
    prepare: async (onLine) => {
      const simulator = await simulatorChild(options.seed ?? SEED, onLine);
      try {
        const url = await simulator.start();
        if (url === undefined) throw new TypeError("the simulator listens nowhere");
        const keys = await demoKeys(dataDirectory);
        const history = await historyOf(dataDirectory, options);
        return {
          config: withOverrides(demoConfig(url), process.env, flags),
          companion: companionOf(simulator, { keys, history }, options),
        };
      } catch (error) {
        await simulator.stop(SIMULATOR_STOP_MS);
        throw error;
      }
    },
  });
}

async function historyOf(root: string, options: DemoOptions): Promise<DemoHistory | undefined> {
  const { history: days, seed = SEED } = options;
  if (days === undefined) return undefined;
  const written = await writeDemoHistory({ root, days, seed, nowMs: Date.now() });
  talk(
    written === undefined
      ? "A simulated history is there from an earlier start."
      : `Simulated history: ${counted(written.calls, "call")} of ${counted(days, "day")}; the ledger takes them in now.`,
  );
  return written;
}

async function simulatorChild(
  seed: number,
  onLine: (name: string, line: string) => void,
): Promise<SupervisedChild> {
  // Chosen once: after a restart the providers' addresses still hold.
  const port = await freePort();
  const flags = {
    port,
    seed,
    "latency-ms": LATENCY_MS,
    "token-interval-ms": TOKEN_INTERVAL_MS,
  };
  return new SupervisedChild({
    name: "simulator",
    modulePath: executables.simulator(),
    environment: () => ({}),
    moduleArguments: () =>
      Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]),
    onLine: (line) => onLine("simulator", line),
    onRestart: ({ count, delayMs, reason }) =>
      talk(`simulator ended (${reason}); restart ${count} in ${delayMs} ms.`),
  });
}

function companionOf(
  simulator: SupervisedChild,
  { keys, history }: Readonly<{ keys: readonly DemoKey[]; history: DemoHistory | undefined }>,
  options: DemoOptions,
): Companion {
  let stopTraffic: () => Promise<void> = async () => undefined;
  return {
    onUp: async (gatewayUrl) => {
      if (history !== undefined) await sendOutcomes(gatewayUrl, history.outcomes);
      if (options.traffic === false) return;
      stopTraffic = runTraffic({
        gatewayUrl,
        keys,
        seed: options.seed ?? SEED,
        callsPerSecond:
          options.callsPerSecond ??
          (options.history === undefined ? CALLS_PER_SECOND : QUIET_CALLS_PER_SECOND),
      });
    },
    beforeDrain: () => stopTraffic(),
    afterAll: async () => {
      await simulator.stop(SIMULATOR_STOP_MS);
    },
    kill: () => simulator.kill(),
    processes: () =>
      simulator.pid === undefined ? [] : [{ name: simulator.name, pid: simulator.pid }],
  };
}
