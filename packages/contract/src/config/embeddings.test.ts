import { expect, test } from "vitest";
import { HeadgateError } from "../errors.ts";
import { parseConfig } from "./parse-config.ts";

const providers = [
  "providers:",
  "  mine: { kind: openai-compatible, base_url: http://127.0.0.1:8080/v1 }",
  "  gemini: { kind: gemini }",
];
const policy = (measure: string) => [
  "policies:",
  `  - { name: faq, semantic_cache: { mode: shadow${measure} } }`,
];
const own = (more = "", provider = "mine"): string =>
  `embeddings: { provider: ${provider}, model: bge-m3, dimensions: 1024${more} }`;
const read = (...lines: readonly string[]) => parseConfig(lines.join("\n"), {}, "headgate.yaml");

test("an embedding model of one's own is a provider, a model and its dimensions", () => {
  const { embeddings } = read(...providers, own(), ...policy(", threshold: 0.9"));

  expect(embeddings).toEqual({
    provider: "mine",
    model: "bge-m3",
    dimensions: 1024,
    shorten: false,
    prefix: "",
    max_tokens: 512,
    languages: "en",
    timeout_ms: 5_000,
  });
});

test.each<[string, readonly string[], string]>([
  [
    "a provider that is not there",
    [...providers, own("", "theirs")],
    'headgate.yaml:4:15 embeddings.provider: no provider "theirs" is configured',
  ],
  [
    "a provider without such an API",
    [...providers, own("", "gemini")],
    'embeddings.provider: "gemini" has no /v1/embeddings: openai, openai-compatible, azure-openai do',
  ],
  [
    "no dimensions",
    [...providers, "embeddings: { provider: mine, model: a }"],
    "embeddings.dimensions",
  ],
  [
    "a policy that rests on the other model's threshold",
    [...providers, own(), ...policy("")],
    "policies.0.semantic_cache.mode: with a model of your own (embeddings) say max_wrong_share, or a threshold as a number: the default was measured",
  ],
  [
    "a policy that rests on the other model's strict threshold",
    [...providers, own(), ...policy(", threshold: strict")],
    "a threshold as a number: strict was measured with another model",
  ],
])("a model of one's own with %s is refused, and where it stands", (_what, lines, fault) => {
  try {
    read(...lines);
  } catch (error) {
    if (!(error instanceof HeadgateError)) throw error;
    expect(error.message).toContain(fault);
    return;
  }
  throw new Error("the configuration was accepted");
});
