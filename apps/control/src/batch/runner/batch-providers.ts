import type { BatchProvider } from "@headgate/batch";
import type { HeadgateConfig } from "@headgate/contract";
import { priceContextOf, priceProviderOf } from "@headgate/pricing";
import { batchApiFor } from "@headgate/providers";
import { type BatchSender, batchSender, credentialFor } from "@headgate/upstream";
import type { Logger } from "pino";

type Opened = Readonly<{ provider: BatchProvider; sender: BatchSender }>;

/** The configured providers as batches need them; connections live as long as a provider's configuration. */
export class BatchProviders {
  readonly #opened = new Map<string, Opened>();
  readonly #config: () => Pick<HeadgateConfig, "providers">;
  readonly #nowMs: () => number;
  readonly #log: Logger;

  constructor(
    config: () => Pick<HeadgateConfig, "providers">,
    { nowMs, log }: Readonly<{ nowMs: () => number; log: Logger }>,
  ) {
    this.#config = config;
    this.#nowMs = nowMs;
    this.#log = log;
  }

  /** `undefined`: none of that name is configured. */
  named(name: string): BatchProvider | undefined {
    const config = this.#config().providers[name];
    const known = this.#opened.get(name);
    if (config !== undefined && known?.provider.config === config) return known.provider;
    if (known !== undefined) {
      this.#opened.delete(name);
      this.#close(known);
    }
    if (config === undefined) return undefined;
    const sender = batchSender(config, credentialFor(name, config, this.#log));
    const provider: BatchProvider = {
      name,
      config,
      priceProvider: priceProviderOf(name, config),
      ...priceContextOf(config),
      batches: batchApiFor(config, { send: sender.send, nowMs: this.#nowMs }),
    };
    this.#opened.set(name, { provider, sender });
    return provider;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#opened.values()].map(({ sender }) => sender.close()));
  }

  #close({ provider, sender }: Opened): void {
    sender.close().catch((error: unknown) => {
      this.#log.warn({ provider: provider.name, err: error }, "connections did not close cleanly");
    });
  }
}
