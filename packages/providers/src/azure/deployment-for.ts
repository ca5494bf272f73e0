import type { ProviderConfig } from "@headgate/contract";

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
