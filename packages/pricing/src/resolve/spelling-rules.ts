import { undatedNameOf } from "../undated-name.ts";
import { withoutVendor } from "./bedrock-profile.ts";
import type { RuleSource } from "./resolution.ts";
import { usageTypeModel } from "./usage-type-model.ts";

/** Another name under which the price book may know a model, and what it costs in certainty. */
type Spelling = Readonly<{
  name: string;
  how: string;
  doubt?: string;
  /** True when the name leaves the model's version out. */
  undated?: true;
}>;

/** One way in which the same model is written differently; tried in the order of the list. */
export type SpellingRule = Readonly<{
  id: string;
  /** The providers whose names it holds for; all of them when absent. */
  providers?: ReadonlySet<string>;
  sources: readonly RuleSource[];
  spell: (name: string) => readonly Spelling[];
}>;

const read = (url: string): RuleSource => ({ url, readAt: "2026-11-28" });
/** A page that was read once and not found again. */
const unread = (url: string): RuleSource => ({ url });
const only = (...providers: string[]): ReadonlySet<string> => new Set(providers);
const one = (name: string, how: string, doubt?: string): readonly Spelling[] => [
  doubt === undefined ? { name, how } : { name, how, doubt },
];

/** `…-v1:0:200k`: a context length, where throughput is bought or a model is customised. */
const CONTEXT_SUFFIX = /^(.+?)(?::\d+k)$/;
const MODEL_VERSION = /^(.+?)-v(\d+)(?::\d+)?$/;
const MODEL_REVISION = /^(.+?):\d+$/;
const VERTEX_VERSION = /^(.+)@([A-Za-z0-9-]+)$/;
const STABLE_VERSION = /^(.+)-(\d{3})$/;

/**
 * Spellings that a provider or a documented convention makes equal. What a rule makes is only a proposal:
 * the price book must know the result.
 */
export const spellingRules: readonly SpellingRule[] = [
  {
    id: "bedrock-context",
    providers: only("bedrock"),
    sources: [
      unread("https://docs.aws.amazon.com/bedrock/latest/userguide/prov-thru-code-samples.html"),
    ],
    spell: (name) => {
      const match = CONTEXT_SUFFIX.exec(name);
      return match?.[1] === undefined
        ? []
        : bedrockSpellings(match[1], "the context length at the end is not part of the model");
    },
  },
  {
    id: "bedrock-version",
    providers: only("bedrock"),
    sources: [
      read("https://platform.claude.com/docs/en/build-with-claude/claude-on-amazon-bedrock"),
    ],
    spell: (name) => bedrockSpellings(name, undefined),
  },
  {
    id: "bedrock-vendor-name",
    providers: only("bedrock"),
    sources: [
      read("https://platform.claude.com/docs/en/build-with-claude/claude-on-amazon-bedrock"),
    ],
    spell: (name) =>
      name.startsWith("claude-")
        ? [name, `${name}-v1:0`, `${name}-v1`, `${name}-v2:0`].map((id) => ({
            name: `anthropic.${id}`,
            how: `"${name}" is Anthropic's own name of the model "anthropic.${id}"`,
          }))
        : [],
  },
  {
    id: "vertex-version",
    providers: only("vertex"),
    sources: [
      read(
        "https://docs.cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude/use-claude",
      ),
    ],
    spell: (name) => {
      const match = VERTEX_VERSION.exec(name);
      const [, model, version] = match ?? [];
      if (model === undefined || version === undefined) return [];
      if (version === "default" || version === "latest") {
        return one(
          model,
          `"@${version}" asks for the current version`,
          `"@${version}" names no version; priced as "${model}"`,
        );
      }
      return one(`${model}-${version}`, `"@${version}" is Vertex's way of writing the version`);
    },
  },
  {
    id: "google-stable-version",
    providers: only("gemini", "vertex"),
    sources: [read("https://cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versioning")],
    spell: (name) => {
      const [, model, version] = STABLE_VERSION.exec(name) ?? [];
      if (model === undefined || version === undefined) return [];
      // The name without a number moves on to the newest stable version, so it need not be this one.
      return one(
        model,
        `"-${version}" is a stable version of "${model}"`,
        `the version "${name}" is not in the price book; priced as "${model}"`,
      );
    },
  },
  {
    id: "azure-model-name",
    providers: only("azure"),
    sources: [
      read("https://learn.microsoft.com/ja-jp/azure/ai-services/openai/concepts/legacy-models"),
    ],
    spell: (name) =>
      name.startsWith("gpt-35-")
        ? one(name.replace("gpt-35-", "gpt-3.5-"), 'Azure writes "gpt-35" for "gpt-3.5"')
        : [],
  },
  {
    id: "fireworks-account",
    providers: only("fireworks"),
    sources: [read("https://strandsagents.com/docs/community/model-providers/fireworksai/")],
    spell: (name) => {
      const path = "accounts/fireworks/models/";
      return name.startsWith(path)
        ? one(name.slice(path.length), `"${path}" is where Fireworks keeps its own models`)
        : one(`${path}${name}`, `"${path}" is where Fireworks keeps its own models`);
    },
  },
  {
    id: "dated-snapshot",
    sources: [
      read("https://www.npmjs.com/package/openai"),
      read("https://www.npmjs.com/package/@anthropic-ai/sdk"),
    ],
    spell: (name) => {
      const undated = undatedNameOf(name.replace("@", "-"));
      return undated === undefined
        ? []
        : one(
            undated,
            `"${name}" is a dated snapshot of "${undated}"`,
            `the snapshot "${name}" is not in the price book; priced as "${undated}"`,
          );
    },
  },
  {
    id: "latest-alias",
    sources: [unread("https://docs.mistral.ai/getting-started/models/")],
    spell: (name) => {
      if (!name.endsWith("-latest")) return [];
      const model = name.slice(0, -"-latest".length);
      return one(
        model,
        `"-latest" asks for the current version of "${model}"`,
        `the alias "${name}" is not in the price book; priced as "${model}"`,
      );
    },
  },
  {
    id: "usage-type",
    providers: only("bedrock"),
    sources: [
      read(
        "https://docs.aws.amazon.com/bedrock/latest/userguide/cost-mgmt-understanding-cur-data.html",
      ),
    ],
    spell: (name) => {
      const model = usageTypeModel(name);
      return model === undefined
        ? []
        : [
            {
              name: model,
              how: `"${name}" is how AWS's bill writes "${model}"`,
              doubt: `"${name}" is a name of the bill, which does not tell the version; priced as "${model}"`,
              undated: true,
            },
          ];
    },
  },
];

/**
 * Bedrock's ids end in a version (`-v1:0`, for OpenAI's models `-1:0`) that shorter forms leave out, in
 * part or whole, and begin with a vendor.
 */
function bedrockSpellings(name: string, before: string | undefined): readonly Spelling[] {
  const names = new Set([name]);
  const revised = MODEL_REVISION.exec(name)?.[1];
  if (revised === undefined) names.add(`${name}:0`);
  else names.add(revised);
  const versioned = MODEL_VERSION.exec(name)?.[1];
  if (versioned !== undefined) names.add(versioned);
  else if (revised === undefined) for (const end of ["-v1:0", "-v1", "-1:0"]) names.add(name + end);
  for (const id of [...names].map(withoutVendor)) if (id !== undefined) names.add(id);
  if (before === undefined) names.delete(name);
  const how = before ?? "the vendor and the version around a Bedrock id do not change the model";
  return [...names].map((id) => ({ name: id, how }));
}
