import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import {
  allocatorEnvironment,
  childEnvironment,
  controlAllocatorEnvironment,
  drainGraceMs,
  gatewayNodeOptions,
  type HeadgateConfig,
  type Started,
} from "@headgate/contract";
import { dataDirectory as directoryOf } from "@headgate/ledger";
import { SupervisedChild } from "./supervised-child.ts";

export type SupervisorOptions = Readonly<{
  config: HeadgateConfig;
  mode: "demo" | "live";
  /** Absolute. */
  dataDirectory: string;
  controlPort: number;
  /** Paths of the two programs and the folder of the console. */
  gatewayModule: string;
  controlModule: string;
  consoleDirectory: string;
  /** The file that the configuration comes from; undefined where it does not come from one. */
  configFile: string | undefined;
  onLine: (name: string, line: string) => void;
  talk: (text: string) => void;
}>;

/** Control loads what the gateway left in the spool before it ends. */
const CONTROL_STOP_MS = 60_000;
/** Beyond the gateway's own limit for draining. */
const DRAIN_MARGIN_MS = 5_000;

/** The gateway and the control process, kept running. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #token = randomBytes(32).toString("hex");
  readonly gateway: SupervisedChild;
  readonly control: SupervisedChild;
  #config: HeadgateConfig;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#config = options.config;
    this.gateway = this.#child("gateway", options.gatewayModule);
    this.control = this.#child("control", options.controlModule);
  }

  /**
   * Starts both. Where the ledger is away, and keys are published, by a run before or from the shared state, the gateway takes calls alone until it is back.
   * @returns where the gateway listens
   * @throws HeadgateError what the first of them failed of; both are then stopped
   */
  async start(): Promise<string> {
    const starting = [this.gateway.start(), this.control.start()];
    let url: string | undefined;
    let controlUrl: string | undefined;
    try {
      [url, controlUrl] = await Promise.all(starting);
    } catch (error) {
      await this.stop();
      await Promise.allSettled(starting);
      throw error;
    }
    if (url === undefined) throw new TypeError("the gateway listens nowhere");
    if (controlUrl === undefined) {
      this.#options.talk(
        "Calls are taken, and their rows wait in the spool; console and API come as soon as the ledger answers.",
      );
    }
    // Restarts go to the port that was chosen once, where clients know it.
    const { port } = new URL(url);
    this.#config = {
      ...this.#config,
      listen: { ...this.#config.listen, port: Number(port || 80) },
    };
    return url;
  }

  /** Hands a changed configuration to both; where to listen stays as it was. */
  reconfigure(config: HeadgateConfig): void {
    const { host, port } = this.#config.listen;
    const wanted = config.listen;
    if (wanted.host !== host || (wanted.port !== port && wanted.port !== 0)) {
      this.#options.talk("listen: a change of host or port takes effect at the next start.");
    }
    this.#config = { ...config, listen: { host, port } };
    for (const child of [this.gateway, this.control]) {
      child.send({ kind: "config", config: this.#config });
    }
  }

  /** Lets gateway and control read their price files again, which they do with every configuration. */
  repriced(): void {
    for (const child of [this.gateway, this.control]) {
      child.send({ kind: "config", config: this.#config });
    }
  }

  /** Lets the gateway drain, then control load the rest, and ends them. */
  async stop(): Promise<void> {
    const { drain_timeout_ms: timeoutMs } = this.#config.limits;
    const drainMs = drainGraceMs(this.#config) + timeoutMs + DRAIN_MARGIN_MS;
    const gatewayEnd = await this.gateway.stop(drainMs);
    const controlEnd = await this.control.stop(CONTROL_STOP_MS);
    if (gatewayEnd === "killed") this.#options.talk("The gateway did not drain in time.");
    if (controlEnd === "killed") {
      this.#options.talk(
        "Control did not end in time; what it had not loaded stays in the spool for the next start.",
      );
    }
  }

  /** Ends both at once. The spool keeps what was settled. */
  kill(): void {
    this.gateway.kill();
    this.control.kill();
  }

  processes(): Started["processes"] {
    return [this.gateway, this.control].flatMap(({ name, pid }) =>
      pid === undefined ? [] : [{ name, pid }],
    );
  }

  #child(name: string, modulePath: string): SupervisedChild {
    const { mode, dataDirectory, controlPort, consoleDirectory, configFile, onLine, talk } =
      this.#options;
    return new SupervisedChild({
      name,
      modulePath,
      nodeOptions: name === "gateway" ? gatewayNodeOptions : [],
      environment: () => ({
        ...(name === "gateway" ? allocatorEnvironment : controlAllocatorEnvironment),
        [childEnvironment.config]: JSON.stringify(this.#config),
        [childEnvironment.data]: dataDirectory,
        [childEnvironment.controlUrl]: `http://127.0.0.1:${controlPort}`,
        [childEnvironment.token]: this.#token,
        [childEnvironment.mode]: mode,
        [childEnvironment.consoleDirectory]: consoleDirectory,
        ...(configFile !== undefined && { [childEnvironment.configFile]: configFile }),
      }),
      onLine: (line) => onLine(name, line),
      // A gateway needs no ledger. Without published keys it would refuse every call.
      mayPass: ({ code }) =>
        name === "control" &&
        code === "ledger_unreachable" &&
        existsSync(directoryOf(dataDirectory).keys),
      onRestart: ({ count, delayMs, reason }) =>
        talk(`${name} ended (${reason}); restart ${count} in ${delayMs} ms.`),
    });
  }
}
