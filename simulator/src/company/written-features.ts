import { clientFeatures } from "./client-features.ts";
import { type Feature, features } from "./features.ts";
import { routes } from "./model-route.ts";

/**
 * What the company does whose sources are written. Sampled companies do without what stands here alone: what was found
 * out by their seeds would else be of other companies.
 */
export const writtenFeatures: readonly Feature[] = [
  ...features,
  ...clientFeatures,
  {
    name: "archive-tags",
    team: "data",
    route: routes.bedrockNovaMicroBatch,
    callsADay: 1_600,
    input: 800,
    output: 60,
    cachedShare: 0,
    prompt: { system: 20, documents: 80 },
    seenBy: [{ source: "bedrock_batch", share: 1 }],
  },
];
