import type { ProviderConfig } from "@headgate/contract";

/**
 * What to ask a provider for: at Azure the deployment that serves a model, elsewhere the model itself. A
 * name that `deployments` does not know is taken for a deployment's.
 */
export function sentName(provider: ProviderConfig, name: string): string {
  if (provider.kind !== "azure-openai" || Object.hasOwn(provider.deployments, name)) return name;
  const serving = Object.entries(provider.deployments).find(([, model]) => model === name);
  return serving === undefined ? name : serving[0];
}

/** The model behind what was asked for: at Azure the deployment's, where it is known. */
export function modelBehind(provider: ProviderConfig, name: string): string {
  if (provider.kind !== "azure-openai" || !Object.hasOwn(provider.deployments, name)) return name;
  return provider.deployments[name] ?? name;
}
