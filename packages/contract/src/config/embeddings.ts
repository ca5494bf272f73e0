import { z } from "zod";
import type { SemanticCachePolicy } from "./semantic-cache.ts";

/** Kinds of providers that answer OpenAI's `/v1/embeddings`. */
const kinds: readonly string[] = ["openai", "openai-compatible", "azure-openai"];

/** The embedding model of the operator's own that compares near questions, in place of the one that comes with the project. */
export const embeddingsSchema = z.strictObject({
  provider: z.string().min(1).meta({
    description: "One of providers, of kind openai, openai-compatible or azure-openai.",
  }),
  model: z.string().min(1).meta({ description: "As the provider names it." }),
  dimensions: z.int().min(16).max(4_096).meta({
    description: "Numbers in each of its vectors; answers with another number are refused.",
  }),
  shorten: z.boolean().default(false).meta({
    description:
      "Whether the model is asked for that many dimensions, where it has more and can give fewer.",
  }),
  prefix: z.string().max(200).default("").meta({
    description: 'What some models want before each text, e.g. "query: ".',
  }),
  max_tokens: z.int().min(32).max(8_192).default(512).meta({
    description:
      "Tokens of a text that the model reads. How it cuts texts is not known, so that questions of more bytes are left alone.",
  }),
  languages: z.enum(["en", "any"]).default("en").meta({
    description:
      "any: texts of all languages are compared, where a policy has a max_wrong_share; elsewhere English alone, as what tells opposites apart reads English.",
  }),
  timeout_ms: z.int().min(10).max(60_000).default(5_000).meta({
    description: "The longest that one request for vectors may take.",
  }),
});
export type EmbeddingsConfig = z.infer<typeof embeddingsSchema>;

type Configured = Readonly<{
  embeddings?: EmbeddingsConfig | undefined;
  providers: Readonly<Record<string, Readonly<{ kind: string }>>>;
  policies: readonly Readonly<{ semantic_cache: SemanticCachePolicy }>[];
}>;

/** What of an embedding model of the operator's own does not fit the rest of a configuration. */
export function embeddingsFaults({ embeddings, providers, policies }: Configured) {
  if (embeddings === undefined) return [];
  const provider = Object.hasOwn(providers, embeddings.provider)
    ? providers[embeddings.provider]
    : undefined;
  const at = ["embeddings", "provider"];
  const fault =
    provider === undefined
      ? [{ path: at, message: `no provider "${embeddings.provider}" is configured` }]
      : kinds.includes(provider.kind)
        ? []
        : [
            {
              path: at,
              message: `"${provider.kind}" has no /v1/embeddings: ${kinds.join(", ")} do`,
            },
          ];
  return [
    ...fault,
    ...policies.flatMap(({ semantic_cache }, index) =>
      hasOwnMeasure(semantic_cache)
        ? []
        : [
            {
              path: ["policies", String(index), "semantic_cache", "mode"],
              message: `with a model of your own (embeddings) say max_wrong_share, or a threshold as a number: ${semantic_cache.threshold ?? "the default"} was measured with another model`,
            },
          ],
    ),
  ];
}

/** The cosines that have a name were measured with the model that comes with the project. */
const hasOwnMeasure = ({ mode, threshold, max_wrong_share }: SemanticCachePolicy): boolean =>
  mode === "off" || typeof threshold === "number" || max_wrong_share !== undefined;
