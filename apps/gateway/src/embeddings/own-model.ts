import { isDeepStrictEqual } from "node:util";
import type { EmbeddingsConfig } from "@headgate/contract";
import type { QuestionModel } from "@headgate/levers";
import type { CallRoom } from "../call/handle-call.ts";
import type { BreakerLimits, ProviderClient } from "../upstream/provider-client.ts";
import { askEndpoint, type EmbeddingEndpoint } from "./ask-endpoint.ts";
import { EndpointEmbedder } from "./endpoint-embedder.ts";

type Held = Readonly<{
  config: EmbeddingsConfig;
  limits: BreakerLimits;
  provider: ProviderClient;
  embedder: EndpointEmbedder;
  model: QuestionModel;
}>;

/** The embedding model of the operator's own, as the configuration names it; kept while that does not change. */
export class OwnModel {
  readonly #room: EmbeddingEndpoint["room"];
  readonly #replaced: EndpointEmbedder[] = [];
  readonly #ending: Promise<void>[] = [];
  #held: Held | undefined;

  /** @param room as the configuration is now */
  constructor(room: EmbeddingEndpoint["room"]) {
    this.#room = room;
  }

  /**
   * Takes on a configuration.
   *
   * @returns undefined where the model that comes with the project is to be used
   */
  take({ config, routes }: Pick<CallRoom, "config" | "routes">): QuestionModel | undefined {
    const { embeddings, circuit_breaker: limits } = config;
    const provider = embeddings && routes.providers.get(embeddings.provider);
    const held = this.#held;
    const isSame =
      held?.provider === provider &&
      isDeepStrictEqual([held?.config, held?.limits], [embeddings, embeddings && limits]);
    if (isSame) return held?.model;
    if (held !== undefined) this.#replaced.push(held.embedder);
    this.#held =
      embeddings === undefined || provider === undefined
        ? undefined
        : this.#open(embeddings, limits, provider);
    return this.#held?.model;
  }

  /** Closes what was replaced, when no call asks it any more. */
  retire(): void {
    for (const embedder of this.#replaced.splice(0)) this.#ending.push(embedder.close());
  }

  /** Breaks off what is under way, and waits until that is recorded. */
  async close(): Promise<void> {
    this.retire();
    await Promise.all([...this.#ending, this.#held?.embedder.close()]);
  }

  #open(config: EmbeddingsConfig, limits: BreakerLimits, provider: ProviderClient): Held {
    const endpoint: EmbeddingEndpoint = { config, provider, room: this.#room };
    const embedder = new EndpointEmbedder({
      ask: (question) => askEndpoint(endpoint, question),
      breaker: limits,
    });
    return { config, limits, provider, embedder, model: questionModel(endpoint, embedder) };
  }
}

function questionModel(
  { config, provider }: EmbeddingEndpoint,
  embedder: EndpointEmbedder,
): QuestionModel {
  const { model, dimensions, shorten, prefix, max_tokens, languages } = config;
  const { kind, base_url } = provider.config;
  return {
    id: JSON.stringify([provider.name, kind, base_url, model, dimensions, shorten, prefix]),
    name: `${provider.name}/${model}`,
    embedder,
    reach: { maxTokens: max_tokens - Buffer.byteLength(prefix), languages },
  };
}
