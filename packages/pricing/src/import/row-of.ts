import { bedrockNameOf } from "./bedrock-name.ts";
import type { Row } from "./collector.ts";
import { bookProviderOf } from "./provider-names.ts";

/** A row of a catalogue whose model ids are the provider's own. */
export const rowOf = (catalogueProvider: string, model: string): Row => {
  const provider = bookProviderOf(catalogueProvider);
  return provider === "bedrock"
    ? { provider, ...bedrockNameOf(model) }
    : { provider, model, scope: "global" };
};
