import type { ProviderConfig } from "@headgate/contract";
import type { OwnNames } from "./resolve/resolution.ts";

/** What a provider's configuration says about the price of its calls, apart from the model. */
export type PriceContext = Readonly<{
  /** Where its calls are served: a region, a geography or `global`; undefined when nothing says so. */
  region: string | undefined;
  /** What names of the operator's own stand for. */
  ownNames: OwnNames | undefined;
}>;

/** Reads the price context of a provider, once a configuration: names are remembered by its `ownNames`. */
export const priceContextOf = (provider: ProviderConfig): PriceContext => ({
  region: provider.region ?? (provider.kind === "vertex" ? provider.location : undefined),
  ownNames: provider.kind === "azure-openai" ? withDeployments(provider) : provider.price_names,
});

/** A deployment's name stands for its model, unless `price_names` says otherwise. */
const withDeployments = ({
  deployments,
  price_names,
}: Extract<ProviderConfig, { kind: "azure-openai" }>): OwnNames => ({
  ...Object.fromEntries(
    Object.entries(deployments).map(([deployment, model]) => [deployment, { model }]),
  ),
  ...price_names,
});
