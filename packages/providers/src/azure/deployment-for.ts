import type { ProviderConfig } from "@headgate/contract";

/** The model behind what was asked for: at Azure the deployment's, where the configuration knows it. */
export function modelBehind(provider: ProviderConfig, name: string): string {
  if (provider.kind !== "azure-openai" || !Object.hasOwn(provider.deployments, name)) return name;
  return provider.deployments[name] ?? name;
}

/**
 * What to ask a provider for: at Azure the deployment that serves the model, by its own name or by the
 * configuration's `deployments`; elsewhere the model itself.
 */
export function deploymentFor(
  provider: ProviderConfig,
  model: string | undefined,
): string | undefined {
  if (provider.kind !== "azure-openai" || model === undefined) return model;
  const { deployments } = provider;
  if (Object.hasOwn(deployments, model)) return model;
  const found = Object.entries(deployments).find(([, served]) => served === model);
  return found === undefined ? model : found[0];
}
