import { type ProviderConfig, providerConfigSchema } from "@headgate/contract";

/** Who reads a written request, where the test is about none in particular: OpenAI. */
export const openaiProvider: ProviderConfig = providerConfigSchema.parse({
  kind: "openai",
  base_url: "https://api.openai.com/v1",
});
