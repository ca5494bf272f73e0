import fc from "fast-check";
import { expect, test } from "vitest";
import { foldedName } from "./folded-name.ts";
import { namesBook } from "./names-book.fixture.ts";
import type { ModelQuery, ModelResolution } from "./resolution.ts";
import { addressRules, resolveModel } from "./resolve-model.ts";

const atMs = Date.parse("2026-11-25T12:00:00Z");
const resolve = (query: Omit<ModelQuery, "atMs">): ModelResolution =>
  resolveModel(namesBook, { ...query, atMs });

const providers = [...new Set(namesBook.models.map(({ provider }) => provider))];
const provider = fc.option(fc.constantFrom(...providers, "acme", "aws.bedrock", "vertex_ai"), {
  nil: undefined,
});
const known = fc.constantFrom(...namesBook.models);
/** Names put together from the parts that real ones have, in any order, so that rules meet. */
const part = fc.constantFrom(
  "arn:aws:bedrock:us-east-1:123456789012:",
  "application-inference-profile/",
  "inference-profile/",
  "foundation-model/",
  "projects/p/locations/eu/",
  "publishers/google/models/",
  "models/",
  "us.",
  "global.",
  "bedrock/",
  "azure/",
  "openrouter/",
  "vertex_ai/",
  "converse/",
  "eu/",
  "us-east-1/",
  "anthropic.",
  "anthropic/",
  "meta-llama/",
  "claude-sonnet-4-5",
  "gemini-2.0-flash",
  "gpt-4o",
  "gpt-4o-mini",
  "ft:",
  "-20250929",
  "-2025-08-07",
  "@20250929",
  "-v1",
  ":0",
  ":200k",
  ":free",
  ":nitro",
  "-latest",
  "-001",
  ".ft-0a1b",
  "::id",
);
const assembled = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
const name = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  assembled,
  known.map(({ model }) => model),
);

test("no name makes the resolver throw, and every answer is a model of the book or a reason", () => {
  fc.assert(
    fc.property(
      name,
      provider,
      fc.option(fc.string(), { nil: undefined }),
      (text, whose, region) => {
        const resolution = resolve({ name: text, provider: whose, region });

        if (resolution.kind === "unresolved") {
          expect(resolution.reason).not.toBe("");
          return;
        }
        const { provider: found, model } = resolution;
        expect(namesBook.find({ provider: found, model, atMs })?.model).toBe(model);
      },
    ),
    { numRuns: 2000 },
  );
});

test("what a name resolves to resolves to itself, without a rule and without a doubt", () => {
  fc.assert(
    fc.property(name, provider, (text, whose) => {
      const first = resolve({ name: text, provider: whose });
      fc.pre(first.kind === "resolved");
      const { provider: found, model } = first;

      const again = resolve({ name: model, provider: found });

      expect(again).toMatchObject({ kind: "resolved", provider: found, model, how: [] });
      expect(again).not.toHaveProperty("doubt");
    }),
    { numRuns: 2000 },
  );
});

test("a prefix that tells a place changes scope and place, and nothing of the model", () => {
  const prefix = fc.constantFrom("us.", "eu.", "apac.", "jp.", "au.", "ca.", "sa.", "global.");
  const bedrock = fc.constantFrom(
    ...namesBook.models
      .filter(({ provider: whose, model }) => whose === "bedrock" && model.includes("."))
      .map(({ model }) => model),
  );
  fc.assert(
    fc.property(prefix, bedrock, (where, model) => {
      const bare = resolve({ name: model, provider: "bedrock" });
      const prefixed = resolve({ name: where + model, provider: "bedrock" });

      expect(prefixed).toMatchObject({ kind: "resolved", provider: "bedrock", model });
      expect(bare).toMatchObject({ kind: "resolved", provider: "bedrock", model });
      expect(prefixed).toMatchObject({ scopeFrom: "name" });
      expect(bare).toMatchObject({ scopeFrom: "default", scope: "in_region" });
    }),
  );
});

test("no two address rules apply to one name, so that their order decides nothing", () => {
  fc.assert(
    fc.property(assembled, provider, (text, whose) => {
      const address = {
        provider: whose,
        name: text,
        scope: undefined,
        place: undefined,
        region: undefined,
      };

      const applied = addressRules.filter((rule) => rule.read(address) !== undefined);

      expect(applied.map(({ id }) => id).slice(1)).toEqual([]);
    }),
    { numRuns: 5000 },
  );
});

test("a known name of a known provider is that model, however written, whatever the rules could make of it", () => {
  fc.assert(
    fc.property(known, ({ provider: whose, model, aliases }) => {
      for (const one of [model, ...aliases]) {
        const found = resolve({ name: one, provider: whose });
        expect(found).toMatchObject({ kind: "resolved", provider: whose });
        expect(found.kind === "resolved" && foldedName(found.model)).toBe(foldedName(model));
      }
    }),
  );
});

test("a fine-tune, a catalogue variant and provisioned throughput never get the base model's price", () => {
  const base = fc.constantFrom("gpt-4o", "gpt-4o-2024-08-06", "gpt-5-mini");
  const suffix = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
  fc.assert(
    fc.property(base, suffix, (model, job) => {
      expect(resolve({ name: `ft:${model}:acme::${job}`, provider: "openai" }).kind).toBe(
        "unresolved",
      );
    }),
  );
});
