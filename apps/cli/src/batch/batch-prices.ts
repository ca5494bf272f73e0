import { type HeadgateConfig, HeadgateError } from "@headgate/contract";
import { type EstimateTerms, estimateTerms, priceProviderOf } from "@headgate/pricing";
import { batchWire, chooseTargets } from "@headgate/providers";
import { findConfigSource, readConfig } from "../supervisor/start-plan.ts";

/** Whose prices a file's requests have, and on which terms. */
export type BatchPrices = Readonly<{
  terms: EstimateTerms | undefined;
  pricedAs: (endpoint: string, model: string) => string;
}>;

/**
 * By the configuration that is named, or `headgate.yaml` here; without one, list prices of the provider whose form the
 * requests have.
 * @throws HeadgateError `config_invalid`
 */
export async function batchPrices(
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  workingDirectory: string,
): Promise<BatchPrices> {
  const source = findConfigSource(file, environment, workingDirectory);
  const config = source.kind === "file" ? await readConfig(source, environment, {}) : undefined;
  return config === undefined
    ? { terms: undefined, pricedAs: atHome }
    : {
        terms: estimateTerms(config),
        pricedAs: (endpoint, model) => asRouted(config, endpoint, model),
      };
}

const atHome = (endpoint: string, model: string): string => {
  if (model.includes("/")) return model;
  return `${endpoint === "/v1/messages" ? "anthropic" : "openai"}/${model}`;
};

/** As the gateway of this configuration would send it. A model that it would refuse is priced under its own name. */
function asRouted({ providers, models }: HeadgateConfig, endpoint: string, model: string): string {
  const wire = batchWire(endpoint);
  if (wire === undefined) return model;
  const named = Object.entries(providers).map(
    ([name, config]) => [name, { name, config }] as const,
  );
  try {
    const [target] = chooseTargets({ providers: new Map(named), models }, wire, model, {
      named: undefined,
      body: undefined,
    });
    if (target === undefined) return atHome(endpoint, model);
    const { name, config } = target.provider;
    return `${priceProviderOf(name, config)}/${target.model ?? model}`;
  } catch (error) {
    if (error instanceof HeadgateError) return atHome(endpoint, model);
    throw error;
  }
}
