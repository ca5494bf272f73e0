import type { KnownModels } from "./known-models.ts";

/** Whose models begin like this, where nobody else names models so. */
const houses: readonly (readonly [RegExp, string])[] = [
  [/^(?:ft:)?(?:gpt-|chatgpt-|o\d(?:-|$)|text-embedding-|codex-)/, "openai"],
  [/^claude-/, "anthropic"],
  [/^gemini-/, "gemini"],
  [/^grok-/, "xai"],
  [/^(?:mistral|ministral|codestral|devstral|magistral|pixtral)-/, "mistral"],
  [/^deepseek-/, "deepseek"],
  [/^command-/, "cohere"],
  [/^sonar(?:-|$)/, "perplexity"],
];

/** The provider of a name that came without one: the house that names models so, or the only one that knows it. */
export function homeProvider(known: KnownModels, name: string): string | undefined {
  const house = houses.find(([pattern]) => pattern.test(name))?.[1];
  if (house !== undefined) return house;
  const knowing = known.providers.filter((provider) => known.find(provider, name) !== undefined);
  return knowing.length === 1 ? knowing[0] : undefined;
}
