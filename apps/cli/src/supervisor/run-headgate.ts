import { type HeadgateConfig, HeadgateError, type Started } from "@headgate/contract";
import { dataDirectory } from "@headgate/ledger";
import { type ExitCode, exitCodes } from "../command-line/command.ts";
import { colors, print, printJson, talk } from "../command-line/terminal.ts";
import { prepareDataDirectory } from "../management/data-directory.ts";
import { renderBanner } from "./banner.ts";
import { childLineForPeople } from "./child-line.ts";
import { lockDataDirectory } from "./data-lock.ts";
import { executables } from "./executables.ts";
import { assertPortFree, freePort } from "./ports.ts";
import { listenForStop, type StopSignals } from "./stop-signals.ts";
import { Supervisor } from "./supervise.ts";
import { watchConfig } from "./watch-config.ts";
import { watchPrices } from "./watch-prices.ts";

/** What runs beside gateway and control, such as the demo's simulator. */
export interface Companion {
  /** Called when all is up. */
  onUp(gatewayUrl: string): Promise<void>;
  /** Called before the gateway is asked to drain. */
  beforeDrain(): Promise<void>;
  /** Called when gateway and control have ended. */
  afterAll(): Promise<void>;
  /** Ends what the companion runs, at once. */
  kill(): void;
  processes(): Started["processes"];
}

export type RunOptions = Readonly<{
  mode: "demo" | "live";
  dataDirectory: string;
  /** For the banner: the file, `environment` or `demo`. */
  configSource: string;
  listen: Readonly<{ host: string; port: number }>;
  json: boolean;
  verbose: boolean;
  /**
   * Makes the configuration when port and data directory are known to be usable, with what runs beside.
   */
  prepare: (
    onLine: (name: string, line: string) => void,
  ) => Promise<Readonly<{ config: HeadgateConfig; companion?: Companion }>>;
  /** The file to watch and how to read it; absent where the configuration comes from elsewhere. */
  reload?: Readonly<{
    path: string;
    /** The file's state before it was first read. */
    since: string | undefined;
    read: () => Promise<HeadgateConfig>;
  }>;
}>;

/** Runs Headgate until it is asked to stop. */
export async function runHeadgate(options: RunOptions): Promise<ExitCode> {
  await assertPortFree(options.listen.host, options.listen.port);
  await prepareDataDirectory(options.dataDirectory);
  const unlock = await lockDataDirectory(options.dataDirectory);
  const kills: (() => void)[] = [];
  const stop = listenForStop(() => {
    for (const kill of kills) kill();
    process.exit(1);
  });
  try {
    return await run(options, stop, kills);
  } finally {
    stop.release();
    await unlock();
  }
}

async function run(
  options: RunOptions,
  stop: StopSignals,
  kills: (() => void)[],
): Promise<ExitCode> {
  const onLine = (name: string, line: string): void => {
    const text =
      process.stderr.isTTY === true && !options.verbose ? childLineForPeople(name, line) : line;
    if (text !== undefined) talk(text);
  };
  const { config, companion } = await options.prepare(onLine);
  if (companion !== undefined) kills.push(() => companion.kill());
  const supervisor = new Supervisor({
    config,
    mode: options.mode,
    dataDirectory: options.dataDirectory,
    controlPort: await freePort(),
    gatewayModule: executables.gateway(),
    controlModule: executables.control(),
    consoleDirectory: executables.consoleDirectory(),
    configFile: options.reload?.path,
    onLine,
    talk,
  });
  kills.push(() => supervisor.kill());
  try {
    const url = await startUnlessStopped(supervisor, stop);
    if (url !== undefined) {
      await companion?.onUp(url);
      tellStarted(options, url, [...supervisor.processes(), ...(companion?.processes() ?? [])]);
      const unwatch = watch(options, supervisor);
      const unwatchPrices = watchPrices({
        folder: dataDirectory(options.dataDirectory).prices,
        onChange: () => {
          supervisor.repriced();
          talk("Price files have changed: they are read again.");
        },
      });
      const signal = await stop.stopped;
      unwatch();
      unwatchPrices();
      talk(`${signal}: finishing the calls under way. Press Ctrl-C again to end at once.`);
    }
    await companion?.beforeDrain();
    await supervisor.stop();
  } finally {
    await companion?.afterAll();
  }
  return exitCodes.done;
}

/** @returns where the gateway listens; `undefined` when a signal came first */
async function startUnlessStopped(
  supervisor: Supervisor,
  stop: StopSignals,
): Promise<string | undefined> {
  const starting = supervisor.start();
  const first = await Promise.race([starting, stop.stopped.then(() => undefined)]);
  if (first !== undefined) return first;
  await supervisor.stop();
  const [outcome] = await Promise.allSettled([starting]);
  if (outcome.status === "rejected" && !isStopped(outcome.reason)) throw outcome.reason;
  return undefined;
}

const isStopped = (error: unknown): boolean =>
  error instanceof HeadgateError && error.code === "draining";

function tellStarted(options: RunOptions, url: string, processes: Started["processes"]): void {
  const started: Started = {
    mode: options.mode,
    url,
    openai_base_url: `${url}/v1`,
    anthropic_base_url: url,
    data_directory: options.dataDirectory,
    config_source: options.configSource,
    processes,
  };
  if (options.json) printJson(started);
  else print(renderBanner(started, colors));
}

function watch({ reload }: RunOptions, supervisor: Supervisor): () => void {
  if (reload === undefined) return () => undefined;
  return watchConfig({
    ...reload,
    onChange: (config) => {
      supervisor.reconfigure(config);
      talk(`${reload.path} has changed: the new configuration holds from now on.`);
    },
    onFault: (error) => talk(`${error.message}\nThe configuration stays as it was.`),
  });
}
