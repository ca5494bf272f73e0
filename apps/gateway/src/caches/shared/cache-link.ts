import { addressOf, connectValkey, type ValkeyClient } from "@headgate/budgets";
import type { ValkeyConfig } from "@headgate/contract";
import { CACHE_SCRIPTS, type CacheScript } from "./cache-scripts.ts";

/** After a failure nothing is asked for so long: a call must not wait for a cache that is away. */
const PAUSE_MS = 1_000;

type Parameter = string | number | Buffer;
type Command = (key: string, ...parameters: readonly Parameter[]) => Promise<unknown>;

/** The way to the shared cache. It holds nothing that must survive: what fails is done without. */
export class CacheLink {
  readonly #client: ValkeyClient;
  readonly #key: string;
  readonly #clock: () => number | "server";
  readonly #address: string;
  #failedAtMs: number | undefined;
  #reason = "";

  /** @param clock the server's own, unless a test tells the time */
  constructor(config: ValkeyConfig, clock: () => number | "server" = () => "server") {
    this.#client = connectValkey(config);
    this.#key = `{${config.prefix}:answers}`;
    this.#clock = clock;
    this.#address = addressOf(config);
    for (const [name, lua] of Object.entries(CACHE_SCRIPTS)) {
      this.#client.defineCommand(`headgate_${name}`, { numberOfKeys: 1, lua });
    }
    this.#client.on("error", (error: Error) => {
      this.#reason = error.message;
    });
  }

  /** @throws Error with the address and the reason, at once where it failed a moment ago */
  async ask(script: CacheScript, parameters: readonly Parameter[]): Promise<unknown> {
    return await this.#ask(`headgate_${script}`, parameters);
  }

  /** As {@link ask}, with bytes as they are. */
  async askBytes(
    script: CacheScript,
    parameters: readonly Parameter[],
  ): Promise<readonly Buffer[]> {
    return (await this.#ask(`headgate_${script}Buffer`, parameters)) as readonly Buffer[];
  }

  close(): void {
    this.#client.disconnect();
  }

  async #ask(name: string, parameters: readonly Parameter[]): Promise<unknown> {
    const nowMs = performance.now();
    if (this.#failedAtMs !== undefined && nowMs - this.#failedAtMs < PAUSE_MS) throw this.#away();
    const command = (this.#client as unknown as Record<string, Command>)[name];
    if (command === undefined) throw new Error(`there is no script ${name}`);
    try {
      const answer = await command.call(this.#client, this.#key, this.#clock(), ...parameters);
      this.#failedAtMs = undefined;
      return answer;
    } catch (error) {
      this.#failedAtMs = performance.now();
      this.#reason = error instanceof Error ? error.message : String(error);
      throw this.#away(error);
    }
  }

  #away(cause?: unknown): Error {
    return new Error(`the shared cache at ${this.#address}: ${this.#reason}`, { cause });
  }
}
