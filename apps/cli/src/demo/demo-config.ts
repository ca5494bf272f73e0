import { configSchema, type HeadgateConfig } from "@headgate/contract";

/** The demo's configuration: both providers are one simulator, and say so. */
export const demoConfig = (simulatorUrl: string): HeadgateConfig =>
  configSchema.parse({
    providers: {
      openai: {
        kind: "openai",
        base_url: `${simulatorUrl}/v1`,
        api_key: "simulated",
        simulated: true,
      },
      anthropic: {
        kind: "anthropic",
        base_url: simulatorUrl,
        api_key: "simulated",
        simulated: true,
      },
    },
  });
